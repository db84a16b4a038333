/** Test code: gRPC servers for the tests that all kinds share. */
import { createServer } from 'node:http2';
import { tcpFixture } from '../../../testing/kind-fixture.ts';

/** A `HealthCheckResponse` that says SERVING, with its prefix. */
const SERVING = Buffer.from([0, 0, 0, 0, 2, 0x08, 1]);

const server = createServer();
server.on('stream', (stream) => {
  stream.on('error', () => stream.destroy());
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
  stream.end(SERVING);
});

export const fixture = tcpFixture((port) => ({ kind: 'grpc', host: '127.0.0.1', port }), {
  good: (socket) => server.emit('connection', socket),
  garbage: (socket) => socket.write(Buffer.alloc(100_000, '\u00ff\u0000x', 'latin1')),
});

/** Test code: servers that speak RESP, or not. */
import { tcpFixture } from '../../../testing/kind-fixture.ts';
import { serveBackend } from '../backend.ts';

export const fixture = tcpFixture((port) => ({ kind: 'redis', host: '127.0.0.1', port }), {
  good: serveBackend,
  garbage: (socket) => socket.once('data', () => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n')),
});

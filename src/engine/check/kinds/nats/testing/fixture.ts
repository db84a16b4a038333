/** Test code: NATS servers for the tests that all kinds share. */
import { tcpFixture } from '../../../testing/kind-fixture.ts';

export const fixture = tcpFixture((port) => ({ kind: 'nats', host: '127.0.0.1', port }), {
  good: (socket) => {
    socket.write('INFO {"version":"2.9.0"}\r\n');
    socket.on('data', (chunk: Buffer) => {
      if (chunk.includes('PING')) socket.write('PONG\r\n');
    });
  },
  garbage: (socket) => socket.write(Buffer.alloc(100_000, '\u00ff\u0000x', 'latin1')),
});

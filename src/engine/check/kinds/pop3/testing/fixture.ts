/** Test code: POP3 servers for the tests that all kinds share. */
import { tcpFixture } from '../../../testing/kind-fixture.ts';

export const fixture = tcpFixture((port) => ({ kind: 'pop3', host: '127.0.0.1', port, tls: 'off' }), {
  good: (socket) => {
    socket.write('+OK ready\r\n');
    socket.on('data', (chunk: Buffer) => {
      if (chunk.includes('CAPA')) socket.write('+OK\r\nUSER\r\n.\r\n');
    });
  },
  // Longer than any line of the protocol.
  garbage: (socket) => socket.write(Buffer.alloc(100_000, '\u00ff\u0000x', 'latin1')),
});

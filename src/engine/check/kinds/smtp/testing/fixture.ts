/** Test code: SMTP servers for the tests that all kinds share. */
import { tcpFixture } from '../../../testing/kind-fixture.ts';

export const fixture = tcpFixture((port) => ({ kind: 'smtp', host: '127.0.0.1', port, tls: 'off' }), {
  good: (socket) => {
    socket.write('220 mail.example ESMTP\r\n');
    socket.on('data', (chunk: Buffer) => {
      if (chunk.includes('EHLO')) socket.write('250-mail.example\r\n250 SIZE 1000\r\n');
      if (chunk.includes('QUIT')) socket.end('221 Bye\r\n');
    });
  },
  // Longer than any line of the protocol.
  garbage: (socket) => socket.write(Buffer.alloc(100_000, '\u00ff\u0000x', 'latin1')),
});

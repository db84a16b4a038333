/** Test code: IMAP servers for the tests that all kinds share. */
import { tcpFixture } from '../../../testing/kind-fixture.ts';

export const fixture = tcpFixture((port) => ({ kind: 'imap', host: '127.0.0.1', port, tls: 'off' }), {
  good: (socket) => {
    socket.write('* OK ready\r\n');
    socket.on('data', (chunk: Buffer) => {
      const [tag, command] = chunk.toString('latin1').trim().split(' ');
      if (command === 'CAPABILITY') socket.write(`* CAPABILITY IMAP4rev1 IDLE\r\n${tag} OK done\r\n`);
    });
  },
  // Longer than any line of the protocol.
  garbage: (socket) => socket.write(Buffer.alloc(100_000, '\u00ff\u0000x', 'latin1')),
});

/** Test code: FTP servers for the tests that all kinds share. */
import { tcpFixture } from '../../../testing/kind-fixture.ts';

export const fixture = tcpFixture((port) => ({ kind: 'ftp', host: '127.0.0.1', port }), {
  good: (socket) => {
    socket.write('220 ready\r\n');
    socket.on('data', (chunk: Buffer) => {
      if (chunk.includes('FEAT')) socket.write('211-Features\r\n SIZE\r\n211 End\r\n');
    });
  },
  // Longer than any line of the protocol.
  garbage: (socket) => socket.write(Buffer.alloc(100_000, '\u00ff\u0000x', 'latin1')),
});

/** Test code: servers for mail round trips. The first connection of each check is IMAP, the second SMTP. */
import type { Socket } from 'node:net';
import type { KindFixture } from '../../../testing/kind-fixture.ts';
import { startRaw } from '../../../../../../test/servers/raw.ts';

function serveImap(socket: Socket): void {
  socket.write('* OK ready\r\n');
  socket.on('data', (chunk: Buffer) => {
    const [tag, command, sub] = chunk.toString('latin1').trim().split(' ');
    if (command === 'CAPABILITY') socket.write('* CAPABILITY IMAP4rev1 UIDPLUS\r\n');
    if (sub === 'SEARCH') socket.write('* SEARCH 7\r\n');
    socket.write(`${tag} OK done\r\n`);
  });
}

function serveSmtp(socket: Socket): void {
  socket.write('220 mail.example\r\n');
  let isInMail = false;
  socket.on('data', (chunk: Buffer) => {
    const text = chunk.toString('latin1');
    if (isInMail && !text.endsWith('\r\n.\r\n')) return;
    isInMail = text === 'DATA\r\n';
    socket.write(isInMail ? '354 Go\r\n' : '250 OK\r\n');
  });
}

export const fixture: KindFixture = {
  async start(behaviour, onAccepted) {
    const server = await startRaw((socket, index) => {
      onAccepted?.();
      if (behaviour === 'closes') socket.destroy();
      // Longer than any line of the protocols.
      else if (behaviour === 'garbage') socket.write(Buffer.alloc(100_000, '\u00ff\u0000x', 'latin1'));
      else if (behaviour === 'good') (index % 2 === 0 ? serveImap : serveSmtp)(socket);
    });
    const { port } = server;
    return {
      input: {
        kind: 'mail',
        host: '127.0.0.1',
        port,
        tls: 'off',
        imapPort: port,
        imapTls: 'off',
        to: 'me@example.org',
      },
      get accepted() {
        return server.accepted;
      },
      untilAllClosed: () => server.untilAllClosed(),
      dispose: () => server.dispose(),
    };
  },
};

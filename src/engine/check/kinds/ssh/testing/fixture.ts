/** Test code: SSH servers for the tests that all kinds share. */
import { generateKeyPairSync } from 'node:crypto';
import type { Socket } from 'node:net';
import { Server } from 'ssh2';
import { tcpFixture } from '../../../testing/kind-fixture.ts';

let server: Server | undefined;

function serve(socket: Socket): void {
  if (server === undefined) {
    const { privateKey } = generateKeyPairSync('ec', {
      namedCurve: 'P-256',
      privateKeyEncoding: { type: 'sec1', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    server = new Server({ hostKeys: [privateKey] }, (client) => client.on('error', () => {}));
  }
  server.injectSocket(socket);
}

export const fixture = tcpFixture((port) => ({ kind: 'ssh', host: '127.0.0.1', port }), {
  good: serve,
  // Longer than the greeting of any server.
  garbage: (socket) => socket.write(Buffer.alloc(100_000, '\u00ff\u0000x', 'latin1')),
});

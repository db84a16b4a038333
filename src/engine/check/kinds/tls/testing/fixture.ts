/** Test code: TLS servers for the tests that all kinds share. */
import { TLSSocket } from 'node:tls';
import { createSelfSigned } from '../../../net/tls/self-signed.ts';
import { tcpFixture } from '../../../testing/kind-fixture.ts';

const DAY_MS = 86_400_000;
const certificate = createSelfSigned({
  name: 'localhost',
  validFrom: Date.now() - DAY_MS,
  validTo: Date.now() + 90 * DAY_MS,
});

export const fixture = tcpFixture((port) => ({ kind: 'tls', host: '127.0.0.1', port, verifyTls: false }), {
  good: (socket) => {
    new TLSSocket(socket, { isServer: true, ...certificate }).on('error', () => undefined);
  },
  garbage: (socket) => socket.write(Buffer.alloc(1_000, '\u00ff\u0000x', 'latin1')),
});

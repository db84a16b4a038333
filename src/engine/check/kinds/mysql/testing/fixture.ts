/** Test code: servers that speak MySQL's protocol, or not. */
import { tcpFixture } from '../../../testing/kind-fixture.ts';
import { serveBackend } from '../backend.ts';

export const fixture = tcpFixture((port) => ({ kind: 'mysql', host: '127.0.0.1', port }), {
  good: serveBackend,
  garbage: (socket) => socket.write('SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n'),
});

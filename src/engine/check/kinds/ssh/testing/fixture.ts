/** Test code: SSH servers for the tests that all kinds share. */
import { tcpFixture } from '../../../testing/kind-fixture.ts';
import { createSshServer } from '../warm-up.ts';

const server = createSshServer();

export const fixture = tcpFixture((port) => ({ kind: 'ssh', host: '127.0.0.1', port }), {
  good: (socket) => server.injectSocket(socket),
  // Longer than the greeting of any server.
  garbage: (socket) => socket.write(Buffer.alloc(100_000, '\u00ff\u0000x', 'latin1')),
});

/** Test code: TCP servers for the tests that all kinds share. */
import { tcpFixture } from '../../../testing/kind-fixture.ts';

export const fixture = tcpFixture((port) => ({ kind: 'tcp', host: '127.0.0.1', port, expect: 'hello' }), {
  good: (socket) => socket.write('hello'),
  // Larger than the check reads, without the expected text.
  garbage: (socket) => socket.write(Buffer.alloc(100_000, '\u00ff\u0000x', 'latin1')),
});

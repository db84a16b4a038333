/** Test code: TCP servers for the tests that hold for all kinds. */
import { tcpFixture } from '../../../testing/kind-fixture.ts';

export const fixture = tcpFixture((port) => ({ kind: 'tcp', host: '127.0.0.1', port, expect: 'hello' }), {
  good: (socket) => socket.write('hello'),
  // More than is read: the text is not in it.
  garbage: (socket) => socket.write(Buffer.alloc(100_000, '\u00ff\u0000x', 'latin1')),
});

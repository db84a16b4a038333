/** Test code: RTSP servers for the tests that all kinds share. */
import { tcpFixture } from '../../../testing/kind-fixture.ts';
import { serve } from '../warm-up.ts';

export const fixture = tcpFixture((port) => ({ kind: 'rtsp', url: `rtsp://127.0.0.1:${port}/` }), {
  good: serve,
  garbage: (socket) => socket.write(Buffer.alloc(10_000, '\u00ff\u0000x', 'latin1')),
});

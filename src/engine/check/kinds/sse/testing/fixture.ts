/** Test code: servers of events for the tests that all kinds share. */
import { answering } from '../../../../../../test/servers/raw.ts';
import { tcpFixture } from '../../../testing/kind-fixture.ts';

export const fixture = tcpFixture((port) => ({ kind: 'sse', url: `http://127.0.0.1:${port}/` }), {
  good: answering('HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: hello\n\n', { end: false }),
  garbage: (socket) => socket.once('data', () => socket.write(Buffer.alloc(1_000, '\u00ff\u0000x', 'latin1'))),
});

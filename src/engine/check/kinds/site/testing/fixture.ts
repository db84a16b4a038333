/** Test code: web servers for the tests that all kinds share. */
import { answering } from '../../../../../../test/servers/raw.ts';
import { tcpFixture } from '../../../testing/kind-fixture.ts';

export const fixture = tcpFixture((port) => ({ kind: 'site', url: `http://127.0.0.1:${port}/` }), {
  good: answering('HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok'),
  garbage: (socket) => socket.once('data', () => socket.write(Buffer.alloc(1_000, '\u00ff\u0000x', 'latin1'))),
});

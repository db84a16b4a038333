/** Test code: servers that speak memcached's text protocol, or not. */
import { tcpFixture } from '../../../testing/kind-fixture.ts';

export const fixture = tcpFixture((port) => ({ kind: 'memcached', host: '127.0.0.1', port }), {
  good: (socket) => socket.on('data', () => socket.write('STAT version 1.6.18\r\nSTAT curr_items 3\r\nEND\r\n')),
  garbage: (socket) => socket.once('data', () => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n')),
});

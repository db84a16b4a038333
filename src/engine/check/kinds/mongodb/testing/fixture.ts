/** Test code: servers that speak MongoDB's protocol, or not. */
import { tcpFixture } from '../../../testing/kind-fixture.ts';
import { serveMongodb } from './server.ts';

export const fixture = tcpFixture((port) => ({ kind: 'mongodb', host: '127.0.0.1', port }), {
  good: serveMongodb(),
  garbage: (socket) => socket.once('data', () => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n')),
});

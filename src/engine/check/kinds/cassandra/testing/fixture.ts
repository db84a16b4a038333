/** Test code: servers that speak Cassandra's protocol, or not. */
import { tcpFixture } from '../../../testing/kind-fixture.ts';
import { serveCassandra } from './server.ts';

export const fixture = tcpFixture((port) => ({ kind: 'cassandra', host: '127.0.0.1', port }), {
  good: serveCassandra(),
  garbage: (socket) => socket.once('data', () => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n')),
});

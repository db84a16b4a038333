/** Test code: servers that speak TDS, or not. */
import { tcpFixture } from '../../../testing/kind-fixture.ts';
import { serveMssql, USER } from './server.ts';

export const fixture = tcpFixture((port) => ({ kind: 'mssql', host: '127.0.0.1', port, tls: 'off', ...USER }), {
  good: serveMssql(),
  garbage: (socket) => socket.once('data', () => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n')),
});

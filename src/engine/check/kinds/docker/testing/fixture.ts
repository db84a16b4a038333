/** Test code: Docker APIs for the tests that all kinds share. */
import { createServer } from 'node:http';
import { tcpFixture } from '../../../testing/kind-fixture.ts';

const server = createServer((request, response) => {
  const isStats = request.url?.includes('/stats') === true;
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify(isStats ? {} : { Id: 'a'.repeat(64), State: { Status: 'running', Running: true } }));
});

export const fixture = tcpFixture((port) => ({ kind: 'docker', container: 'web', server: `tcp://127.0.0.1:${port}` }), {
  good: (socket) => server.emit('connection', socket),
  garbage: (socket) => socket.write(Buffer.alloc(100_000, '\u00ff\u0000x', 'latin1')),
});

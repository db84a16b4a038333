/** Test code: RDAP servers for the tests that all kinds share. */
import { createServer } from 'node:http';
import { tcpFixture } from '../../../testing/kind-fixture.ts';

const server = createServer((_, response) => {
  const eventDate = new Date(Date.now() + 365 * 86_400_000).toISOString();
  response.setHeader('Content-Type', 'application/rdap+json');
  response.end(JSON.stringify({ objectClassName: 'domain', events: [{ eventAction: 'expiration', eventDate }] }));
});

export const fixture = tcpFixture(
  (port) => ({ kind: 'domain', domain: 'example.org', server: `http://127.0.0.1:${port}/` }),
  {
    good: (socket) => server.emit('connection', socket),
    garbage: (socket) => socket.write(Buffer.alloc(100_000, '\u00ff\u0000x', 'latin1')),
  },
);

/** Test code: DNS servers over TCP for the tests that all kinds share. */
import { encodeAnswer } from '../../../../../../test/servers/dns.ts';
import { tcpFixture } from '../../../testing/kind-fixture.ts';

export const fixture = tcpFixture(
  (port) => ({ kind: 'dns', domain: 'a.example', server: '127.0.0.1', port, transport: 'tcp' }),
  {
    good: (socket) =>
      socket.once('data', (query: Buffer) => {
        const answer = encodeAnswer(query.subarray(2), ['192.0.2.1']);
        if (answer !== null) socket.write(Buffer.concat([Buffer.of(0, answer.length), answer]));
      }),
    garbage: (socket) => socket.write(Buffer.alloc(100_000, '\u00ff\u0000x', 'latin1')),
  },
);

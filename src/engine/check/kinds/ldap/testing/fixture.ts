/** Test code: LDAP servers for the tests that all kinds share. */
import { tcpFixture } from '../../../testing/kind-fixture.ts';

/** An entry without a name and without attributes, and the end of the search (RFC 4511, 4.5.2), both for one request. */
function answerTo(id: number): Buffer {
  const entry = Buffer.from('3009020100640404003000', 'hex');
  const done = Buffer.from('300c02010065070a010004000400', 'hex');
  entry[4] = id;
  done[4] = id;
  return Buffer.concat([entry, done]);
}

export const fixture = tcpFixture((port) => ({ kind: 'ldap', host: '127.0.0.1', port }), {
  // A short message: its length is one byte, and so is its ID.
  good: (socket) => socket.once('data', (request: Buffer) => socket.write(answerTo(request[4] ?? 0))),
  garbage: (socket) => socket.write(Buffer.alloc(100_000, '\u00ff\u0000x', 'latin1')),
});

/** Test code: SNMP agents for the tests that all kinds share. */
import { udpFixture } from '../../../testing/kind-fixture.ts';

/** The PDU of a request (RFC 3416): GetRequest is context tag 0, Response is 2. */
const GET = 0xa0;
const RESPONSE = 0xa2;
/** The value of a request is NULL; of the same length, an empty OCTET STRING. */
const NULL = 0x05;
const OCTET_STRING = 0x04;

/** Makes an answer of a request with one object: all its lengths stay the same. */
function answerOf(request: Buffer): Buffer {
  const answer = Buffer.from(request);
  answer[answer.indexOf(GET)] = RESPONSE;
  const end = answer.length - 2;
  if (answer[end] === NULL) answer[end] = OCTET_STRING;
  return answer;
}

export const fixture = udpFixture((port) => ({ kind: 'snmp', host: '127.0.0.1', port, oid: '1.3.6.1.2.1.1.6.0' }), {
  good: (socket, request, { port, address }) => socket.send(answerOf(request), port, address),
  garbage: (socket, _, { port, address }) => socket.send(Buffer.alloc(1_000, 0xff), port, address),
});

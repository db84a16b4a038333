/** Test code: SIP servers for the tests that all kinds share. */
import { udpFixture } from '../../../testing/udp-fixture.ts';
import { answerSip } from './answer.ts';

export const fixture = udpFixture((port) => ({ kind: 'sip', host: '127.0.0.1', port }), {
  good: (request) => answerSip(request),
  garbage: () => Buffer.alloc(1_000, '\u00ff\u0000x', 'latin1'),
});

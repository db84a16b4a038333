/** Test code: NTP servers for the tests that all kinds share. */
import { udpFixture } from '../../../testing/udp-fixture.ts';
import { answerNtp } from './answer.ts';

export const fixture = udpFixture((port) => ({ kind: 'ntp', host: '127.0.0.1', port }), {
  good: (request) => answerNtp(request),
  garbage: () => Buffer.alloc(1_000, '\u00ff\u0000x', 'latin1'),
});

/** Test code: UDP servers for the tests that all kinds share. */
import { udpFixture } from '../../../testing/udp-fixture.ts';

export const fixture = udpFixture((port) => ({ kind: 'udp', host: '127.0.0.1', port, expect: 'hello' }), {
  good: () => Buffer.from('hello'),
  garbage: () => Buffer.alloc(1_000, '\u00ff\u0000x', 'latin1'),
});

/** Test code: MQTT brokers for the tests that all kinds share. */
import { tcpFixture } from '../../../testing/kind-fixture.ts';
import { serve } from '../warm-up.ts';

export const fixture = tcpFixture((port) => ({ kind: 'mqtt', host: '127.0.0.1', port }), {
  // CONNACK: accepted.
  good: serve,
  // A packet with a length that has no end.
  garbage: (socket) => socket.write(Buffer.alloc(100_000, 0xff)),
});

/** Test code: Kafka brokers for the tests that all kinds share. */
import { tcpFixture } from '../../../testing/kind-fixture.ts';
import { serveKafka } from './fake-broker.ts';

export const fixture = tcpFixture((port) => ({ kind: 'kafka', host: '127.0.0.1', port }), {
  good: (socket) => serveKafka(socket, socket.localPort ?? 0),
  garbage: (socket) => socket.write(Buffer.alloc(100_000, '\u00ff\u0000x', 'latin1')),
});

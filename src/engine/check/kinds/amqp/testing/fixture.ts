/** Test code: AMQP brokers for the tests that all kinds share. */
import type { Socket } from 'node:net';
import { tcpFixture } from '../../../testing/kind-fixture.ts';
import * as wire from '../wire.ts';

/** Says yes to everything that a check without queue and message asks. */
function serve(socket: Socket): void {
  const start = [
    wire.octet(0),
    wire.octet(9),
    wire.table({}),
    wire.longText(Buffer.from('PLAIN')),
    wire.longText(Buffer.from('en_US')),
  ];
  socket.once('data', () => socket.write(wire.methodFrame(0, 'connection.start', ...start)));
  socket.on('data', (chunk: Buffer) => {
    for (const name of ['connection.start-ok', 'connection.open', 'channel.open'] as const) {
      if (!chunk.includes(Buffer.concat(wire.METHODS[name].map(wire.short)))) continue;
      const answers = {
        'connection.start-ok': wire.methodFrame(0, 'connection.tune', wire.short(0), wire.long(0), wire.short(0)),
        'connection.open': wire.methodFrame(0, 'connection.open-ok', wire.shortText('')),
        'channel.open': wire.methodFrame(1, 'channel.open-ok', wire.longText(Buffer.alloc(0))),
      };
      socket.write(answers[name]);
    }
  });
}

export const fixture = tcpFixture((port) => ({ kind: 'amqp', host: '127.0.0.1', port }), {
  good: serve,
  garbage: (socket) => socket.write(Buffer.alloc(100_000, '\u00ff\u0000x', 'latin1')),
});

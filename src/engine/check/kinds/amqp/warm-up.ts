/** Runs the code of AMQP checks before the first check is timed. */
import type { Socket } from 'node:net';
import { serviceWarmUp } from '../../net/connect/service-warm-up.ts';
import { amqpSchema } from './fields.ts';
import { run } from './run.ts';
import * as wire from './wire.ts';

/** Accepts everything that a check without queue and message asks. */
export function serve(socket: Socket): void {
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

/** See `KindRunner.warmUp`. */
export const warmUp = serviceWarmUp(serve, (endpoint, context) =>
  run({ ...amqpSchema.parse(endpoint), timeout: 1_000 }, context),
);

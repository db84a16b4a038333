/** Runs the code of Kafka checks before the first check is timed. */
import type { Socket } from 'node:net';
import { serviceWarmUp } from '../../net/connect/service-warm-up.ts';
import { APIS } from './client.ts';
import { kafkaSchema } from './fields.ts';
import { run } from './run.ts';
import { Writer } from './wire.ts';

/** Answers the two requests of a check without topic. */
function serve(socket: Socket): void {
  const versions = new Writer().int32(1).int16(0);
  versions.list(Object.values(APIS), ([key, version]) => versions.int16(key).int16(version).int16(version));
  const metadata = new Writer().int32(2).int32(0).int32(0).text('warm-up').int32(1).int32(0);
  const answers = [versions, metadata];
  socket.on('data', () => {
    const answer = answers.shift();
    if (answer !== undefined) socket.write(new Writer().sized(answer.buffer).buffer);
  });
}

/** See `KindRunner.warmUp`. */
export const warmUp = serviceWarmUp(serve, (endpoint, context) =>
  run({ ...kafkaSchema.parse(endpoint), timeout: 1_000 }, context),
);

/** Runs the code of MQTT checks before the first check is timed. */
import type { Socket } from 'node:net';
import { serviceWarmUp } from '../../net/connect/service-warm-up.ts';
import { mqttSchema } from './fields.ts';
import { run } from './run.ts';

/** Answers a check that only connects. */
export function serve(socket: Socket): void {
  // CONNACK: accepted.
  socket.once('data', () => socket.write(Buffer.of(0x20, 2, 0, 0)));
}

/** See `KindRunner.warmUp`. */
export const warmUp = serviceWarmUp(serve, (endpoint, context) =>
  run({ ...mqttSchema.parse(endpoint), timeout: 1_000 }, context),
);

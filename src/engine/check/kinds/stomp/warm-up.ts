/** Runs the code of STOMP checks before the first check is timed. */
import type { Socket } from 'node:net';
import { serviceWarmUp } from '../../net/connect/service-warm-up.ts';
import { stompSchema } from './fields.ts';
import { run } from './run.ts';

/** Answers a check that only connects. */
export function serve(socket: Socket): void {
  socket.once('data', () => socket.write('CONNECTED\nversion:1.2\n\n\0'));
}

/** See `KindRunner.warmUp`. */
export const warmUp = serviceWarmUp(serve, (endpoint, context) =>
  run({ ...stompSchema.parse(endpoint), timeout: 1_000 }, context),
);

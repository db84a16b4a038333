/** Runs the code of NATS checks before the first check is timed. */
import type { Socket } from 'node:net';
import { serviceWarmUp } from '../../net/connect/service-warm-up.ts';
import { natsSchema } from './fields.ts';
import { run } from './run.ts';

/** Answers a check that only connects. */
export function serve(socket: Socket): void {
  socket.write('INFO {"version":"2.9.0"}\r\n');
  socket.on('data', (chunk: Buffer) => {
    if (chunk.includes('PING')) socket.write('PONG\r\n');
  });
}

/** See `KindRunner.warmUp`. */
export const warmUp = serviceWarmUp(serve, (endpoint, context) =>
  run({ ...natsSchema.parse(endpoint), timeout: 1_000 }, context),
);

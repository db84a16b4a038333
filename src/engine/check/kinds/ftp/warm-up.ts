/** Runs the code of FTP checks before the first check is timed. */
import type { Socket } from 'node:net';
import { serviceWarmUp } from '../../net/connect/service-warm-up.ts';
import { ftpSchema } from './fields.ts';
import { run } from './run.ts';

/** Answers a check that only connects. */
export function serve(socket: Socket): void {
  socket.write('220 ready\r\n');
  socket.on('data', (chunk: Buffer) => {
    if (chunk.includes('FEAT')) socket.write('211-Features\r\n SIZE\r\n211 End\r\n');
  });
}

/** See `KindRunner.warmUp`. */
export const warmUp = serviceWarmUp(serve, (endpoint, context) =>
  run({ ...ftpSchema.parse(endpoint), timeout: 1_000 }, context),
);

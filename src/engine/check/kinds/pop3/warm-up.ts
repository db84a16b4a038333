/** Runs the code of POP3 checks before the first check is timed. */
import type { Socket } from 'node:net';
import { serviceWarmUp } from '../../net/connect/service-warm-up.ts';
import { pop3Schema } from './fields.ts';
import { run } from './run.ts';

/** Answers a check that only connects. */
export function serve(socket: Socket): void {
  socket.write('+OK ready\r\n');
  socket.on('data', (chunk: Buffer) => {
    if (chunk.includes('CAPA')) socket.write('+OK\r\nUSER\r\n.\r\n');
  });
}

/** See `KindRunner.warmUp`. */
export const warmUp = serviceWarmUp(serve, (endpoint, context) =>
  run({ ...pop3Schema.parse(endpoint), timeout: 1_000 }, context),
);

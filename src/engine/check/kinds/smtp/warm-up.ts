/** Runs the code of SMTP checks before the first check is timed. */
import type { Socket } from 'node:net';
import { serviceWarmUp } from '../../net/connect/service-warm-up.ts';
import { smtpSchema } from './fields.ts';
import { run } from './run.ts';

/** Answers a check that only connects. */
export function serve(socket: Socket): void {
  socket.write('220 mail.example ESMTP\r\n');
  socket.on('data', (chunk: Buffer) => {
    if (chunk.includes('EHLO')) socket.write('250-mail.example\r\n250 SIZE 1000\r\n');
    if (chunk.includes('QUIT')) socket.end('221 Bye\r\n');
  });
}

/** See `KindRunner.warmUp`. */
export const warmUp = serviceWarmUp(serve, (endpoint, context) =>
  run({ ...smtpSchema.parse(endpoint), timeout: 1_000 }, context),
);

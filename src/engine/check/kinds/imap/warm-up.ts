/** Runs the code of IMAP checks before the first check is timed. */
import type { Socket } from 'node:net';
import { serviceWarmUp } from '../../net/connect/service-warm-up.ts';
import { imapSchema } from './fields.ts';
import { run } from './run.ts';

/** Answers a check that only connects. */
export function serve(socket: Socket): void {
  socket.write('* OK ready\r\n');
  socket.on('data', (chunk: Buffer) => {
    const [tag, command] = chunk.toString('latin1').trim().split(' ');
    if (command === 'CAPABILITY') socket.write(`* CAPABILITY IMAP4rev1 IDLE\r\n${tag} OK done\r\n`);
  });
}

/** See `KindRunner.warmUp`. */
export const warmUp = serviceWarmUp(serve, (endpoint, context) =>
  run({ ...imapSchema.parse(endpoint), timeout: 1_000 }, context),
);

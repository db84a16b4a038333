/** Runs the code of TCP checks before the first check is timed. */
import { createServer } from 'node:net';
import { WARM_RUNS, WarmUps, warmUpWith } from '../../net/probe/warm-up.ts';
import { tcpSchema } from './fields.ts';
import { run } from './run.ts';

const HELLO = 'OK';

const warmUps = new WarmUps({ plain: warmUpPlain });

/** See `KindRunner.warmUp`. */
export function warmUp(): Promise<void> | undefined {
  return warmUps.once('plain');
}

function warmUpPlain(): Promise<void> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.write(HELLO);
  });
  return warmUpWith(server, async (port, context) => {
    const fields = { ...tcpSchema.parse({ host: '127.0.0.1', port, expect: HELLO }), timeout: 1_000 };
    for (let count = 0; count < WARM_RUNS; count += 1) await run(fields, context);
  });
}

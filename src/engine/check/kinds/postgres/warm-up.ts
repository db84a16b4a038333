/** Runs the code of PostgreSQL checks before the first check is timed. */
import { createServer } from 'node:net';
import { WARM_RUNS, WarmUps, warmUpWith } from '../../net/probe/warm-up.ts';
import { serveBackend } from './backend.ts';
import { postgresSchema } from './fields.ts';
import { run } from './run.ts';

const warmUps = new WarmUps({ plain: warmUpPlain });

/** See `KindRunner.warmUp`. */
export function warmUp(): Promise<void> | undefined {
  return warmUps.once('plain');
}

function warmUpPlain(): Promise<void> {
  return warmUpWith(createServer(serveBackend), async (port, context) => {
    const fields = { ...postgresSchema.parse({ host: '127.0.0.1', port }), timeout: 1_000 };
    for (let count = 0; count < WARM_RUNS; count += 1) await run(fields, context);
  });
}

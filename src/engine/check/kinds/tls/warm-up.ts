/** Runs the code of TLS checks before the first check is timed. */
import { createServer } from 'node:tls';
import { createSelfSigned } from '../../net/tls/self-signed.ts';
import { trustSystemAuthorities } from '../../net/tls/trust.ts';
import { WARM_RUNS, WarmUps, warmUpWith } from '../../net/probe/warm-up.ts';
import { tlsSchema } from './fields.ts';
import { run } from './run.ts';

const DAY_MS = 86_400_000;

const warmUps = new WarmUps({ tls: warmUpTls });

/** See `KindRunner.warmUp`. */
export function warmUp(): Promise<void> | undefined {
  return warmUps.once('tls');
}

async function warmUpTls(): Promise<void> {
  await trustSystemAuthorities();
  const now = Date.now();
  const server = createServer(createSelfSigned({ name: 'localhost', validFrom: now - DAY_MS, validTo: now + DAY_MS }));
  await warmUpWith(server, async (port, context) => {
    const fields = { ...tlsSchema.parse({ host: '127.0.0.1', port, verifyTls: false }), timeout: 1_000 };
    for (let count = 0; count < WARM_RUNS; count += 1) await run(fields, context);
  });
}

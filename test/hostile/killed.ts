/**
 * A process for tests that kill it: an engine with the real store, and endpoints that are checked every half second,
 * far more often than people would. Writes a line when it is ready, and a line for every flush. Everything flushed must
 * survive whatever happens to the process.
 */
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { fakeKind } from '../../src/engine/check/testing/fake-kind.ts';
import { DATABASE_FILE, lockDataDir } from '../../src/engine/store/data-folder.ts';
import { createEngine } from '../../src/engine/engine.ts';
import { systemClock, systemTimers } from '../../src/engine/node-ports.ts';
import { createTemporarySecrets } from '../../src/engine/secrets/key-secrets.ts';
import { seededRandom } from '../../src/shared/testing/seeded-random.ts';
import { createSqliteStore } from '../../src/engine/store/sqlite-store.ts';

const ENDPOINTS = 100;
const [dir = '', workerUrl = ''] = process.argv.slice(2);

/** The same answers in every run, so that a failure can be repeated. */
const random = seededRandom(20_261_130);

/** Answers at once, because the store is under load here. A third of the endpoints fail in every third check. */
const instant = fakeKind<{ n: number }>({
  kind: 'instant',
  schema: z.object({ n: z.number() }),
  phases: [{ name: 'connect', label: 'Connect', role: 'connect' }],
  target: ({ n }) => `instant ${n}`,
  host: () => '',
  run: async ({ n }) => {
    const failure =
      n % 3 === 0 && random() < 0.3 ? ({ code: 'connect.refused', message: 'It refused.' } as const) : null;
    return {
      durationMs: 1 + random(),
      selfMs: 0,
      phases: { connect: 1 },
      metrics: {},
      failure,
      details: { bytes: random() },
    };
  },
});

await lockDataDir(dir);
const store = createSqliteStore({
  file: join(dir, DATABASE_FILE),
  workerUrl: new URL(workerUrl),
  log: (level, message, facts) => writeSync(2, `${level} ${message} ${String(facts?.['error'])}\n`),
});
let recorded = 0;
const engine = createEngine({
  ports: {
    clock: systemClock,
    timers: systemTimers,
    log: (level, message, facts) => writeSync(2, `${level} ${message} ${String(facts?.['error'])}\n`),
    notifier: () => undefined,
    connectivity: { whyOffline: async () => null, answered: () => undefined },
    secrets: createTemporarySecrets(),
  },
  store: {
    ...store,
    recordResult(result, options) {
      recorded += 1;
      store.recordResult(result, options);
    },
  },
  host: { kind: 'direct', version: '0', platform: 'test', dataDir: dir, configFile: null, features: [] },
  resolver: { resolve: async () => [] },
  kinds: [instant],
});
await engine.start();
const { endpoints } = await engine.request('app.snapshot', {});
if (endpoints.length === 0) {
  const inputs = Array.from({ length: ENDPOINTS }, (_, n) => ({ kind: 'instant', n, interval: 500, retries: 0 }));
  await engine.request('endpoints.create', { endpoints: inputs });
}
writeSync(1, 'ready\n');
for (;;) {
  await engine.request('endpoints.checkNow', {
    ids: (await engine.request('app.snapshot', {})).endpoints.map(({ endpoint }) => endpoint.id),
  });
  await new Promise((resolve) => setTimeout(resolve, 2));
  const before = recorded;
  await store.flush();
  writeSync(1, `${before}\n`);
}

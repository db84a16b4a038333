/** Endpoints that are added and removed all day leave nothing behind. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { fakeKind } from '../../src/engine/check/testing/fake-kind.ts';
import { idleConnections } from '../../src/engine/check/http/send.ts';
import { createEngine, type Engine } from '../../src/engine/engine.ts';
import { createMemoryStore } from '../../src/engine/store/memory-store.ts';
import { createFakePorts } from '../../src/engine/testing/fake-ports.ts';
import { startWatch } from './watch.ts';

vi.setConfig({ testTimeout: 600_000 });
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const MB = 1024 * 1024;
const host = { kind: 'direct', version: '0', platform: 'test', dataDir: '', configFile: null, features: [] } as const;

let engine: Engine | undefined;
afterEach(() => engine?.dispose());

async function heap(): Promise<number> {
  for (let i = 0; i < 3; i++) {
    await new Promise((resolve) => setImmediate(resolve));
    collect();
  }
  return process.memoryUsage().heapUsed;
}

it('an hour with a thousand endpoints that are added and removed', async () => {
  const ports = createFakePorts();
  const { time } = ports;
  const signals = new Set<AbortSignal>();
  let runs = 0;
  /** Every tenth check takes longer than its timeout, every seventh one fails. */
  const kind = fakeKind<{ n: number }>({
    schema: z.object({ n: z.number() }),
    target: ({ n }) => `fake ${n}`,
    host: ({ n }) => `host ${n % 50}`,
    run: ({ n }, { signal }) => {
      runs += 1;
      const failure = runs % 7 === 0 ? ({ code: 'connect.refused', message: 'It refused.' } as const) : null;
      const outcome = { durationMs: 5, selfMs: 0, phases: { connect: 5 }, metrics: {}, failure, details: { n } };
      if (runs % 10 !== 0) return Promise.resolve(outcome);
      signals.add(signal);
      return new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => {
          signals.delete(signal);
          if (signal.reason instanceof Error && signal.reason.name === 'DeadlineError') resolve(outcome);
          else reject(signal.reason);
        });
      });
    },
  });
  engine = createEngine({
    ports,
    store: createMemoryStore(),
    host,
    resolver: { resolve: async () => [] },
    kinds: [kind],
  });
  await engine.start();
  await time.advance(10);
  const timersBefore = time.pending;

  async function quarter(): Promise<void> {
    const inputs = Array.from({ length: 250 }, (_, n) => ({ kind: 'fake', n, interval: 60_000, timeout: 5_000 }));
    const batches: string[][] = [];
    for (let minute = 0; minute < 15; minute++) {
      // Four batches exist at a time: a thousand endpoints.
      const created = await engine?.request('endpoints.create', { endpoints: inputs });
      batches.push(created?.map(({ id }) => id) ?? []);
      await time.advance(60_000);
      const oldest = batches.length >= 4 ? batches.shift() : undefined;
      if (oldest !== undefined) await engine?.request('endpoints.remove', { ids: oldest });
    }
    await engine?.request('endpoints.remove', { ids: batches.flat() });
    // Eight days later, when removed endpoints are deleted for good.
    time.sleep(8 * 86_400_000);
    await time.advance(3_600_000);
    ports.lines.length = 0;
    ports.notifications.length = 0;
  }

  await quarter();
  const before = await heap();
  const runsBefore = runs;
  for (let i = 0; i < 3; i++) await quarter();
  expect(runs - runsBefore).toBeGreaterThan(20_000);
  expect(time.pending).toBeLessThanOrEqual(timersBefore);
  expect(signals.size).toBe(0);
  // Some 11,000 endpoints: if one left as little as a kilobyte behind, this would be 11 MB.
  await expect.poll(async () => ((await heap()) - before) / MB).toBeLessThan(8);
  const { endpoints, health } = await engine.request('app.snapshot', {});
  expect(endpoints).toEqual([]);
  expect(health).toMatchObject({ inFlight: 0, waiting: 0 });
});

it('real connections leave no sockets, timers or listeners behind', async () => {
  let slow = false;
  const target = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    if (slow && request.url === '/slow') return;
    response.end('fine');
  });
  target.listen(0, '127.0.0.1');
  await expect.poll(() => target.listening).toBe(true);
  const { port } = target.address() as AddressInfo;
  const watch = await startWatch();
  engine = watch.engine;
  await engine.request('settings.update', { settings: { maxPerHost: 1_000 } });
  await new Promise((resolve) => setTimeout(resolve, 100));
  const resources = () =>
    process.getActiveResourcesInfo().filter((name) => /TCP|Pipe|GetAddrInfo|FS/u.test(name)).length;
  const before = resources();
  const listenersBefore = process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0);

  async function round(keepAlive: boolean): Promise<void> {
    const from = watch.results.length;
    const url = (n: number) => `http://127.0.0.1:${port}/${n % 5 === 0 ? 'slow' : n}`;
    const endpoints = Array.from({ length: 200 }, (_, n) => ({
      kind: 'http',
      url: url(n),
      keepAlive,
      timeout: 30_000,
    }));
    const created = await watch.engine.request('endpoints.create', { endpoints });
    // The slow ones are removed during their check.
    await vi.waitUntil(() => watch.results.length >= from + (slow ? 160 : 200), { timeout: 60_000 });
    await watch.engine.request('endpoints.remove', { ids: created.map(({ id }) => id) });
  }

  await round(false);
  slow = true;
  await round(false);
  await round(true);
  // A slow endpoint may take the idle connection, and then there is none to count.
  slow = false;
  await round(true);
  // Idle connections are closed with the engine at the latest.
  expect(idleConnections.size).toBeGreaterThan(0);
  idleConnections.dispose();
  await vi.waitUntil(() => resources() <= before, { timeout: 60_000 });
  expect(resources()).toBeLessThanOrEqual(before);
  expect(process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0)).toBe(listenersBefore);
  target.closeAllConnections();
  await new Promise((resolve) => target.close(resolve));
});

/** The clock of this machine is set by hours while Lookout runs. */
import { afterEach, describe, expect, it } from 'vitest';
import { fakeKind } from '../../src/engine/check/testing/fake-kind.ts';
import { createEngine, type Engine } from '../../src/engine/engine.ts';
import { createMemoryStore } from '../../src/engine/store/memory-store.ts';
import { createFakePorts } from '../../src/engine/testing/fake-ports.ts';

const HOUR = 3_600_000;
let engine: Engine | undefined;
afterEach(() => engine?.dispose());

describe.each([
  ['forward', 5 * HOUR],
  ['back', -3 * HOUR],
  ['back and forward again', 0],
])('a clock that is set %s', (name, ms) => {
  it('changes neither the cadence nor any verdict, and history continues', async () => {
    const ports = createFakePorts();
    const { time } = ports;
    let runs = 0;
    let answers = true;
    const kind = fakeKind({
      run: (_, { signal }) => {
        runs += 1;
        if (answers)
          return Promise.resolve({ durationMs: 1, selfMs: 0, phases: {}, metrics: {}, failure: null, details: {} });
        const failure = { code: 'timeout', message: 'No answer.' } as const;
        return new Promise((resolve) => {
          signal.addEventListener('abort', () =>
            resolve({ durationMs: 1, selfMs: 0, phases: {}, metrics: {}, failure, details: {} }),
          );
        });
      },
    });
    engine = createEngine({
      ports,
      store: createMemoryStore(),
      host: { kind: 'direct', version: '0', platform: 'test', dataDir: '', configFile: null, features: [] },
      resolver: { resolve: async () => [] },
      kinds: [kind],
    });
    await engine.start();
    const input = { kind: 'fake', interval: 10_000, timeout: 5_000, retries: 0 };
    const [endpoint] = await engine.request('endpoints.create', { endpoints: [input] });
    const id = endpoint?.id ?? '';
    await time.advance(60_000);

    // In the middle of a check that times out.
    answers = false;
    const begun = () => runs;
    const before = begun();
    while (begun() === before) await time.advance(100);
    answers = true;
    await time.advance(1_000);
    time.sleep(ms === 0 ? -2 * HOUR : ms);
    if (ms === 0) time.sleep(2 * HOUR - 20_000);
    await time.advance(6_000);
    const runsBefore = runs;
    await time.advance(600_000);
    expect(runs - runsBefore).toBeGreaterThanOrEqual(58);
    expect(runs - runsBefore).toBeLessThanOrEqual(62);

    const { endpoints, incidents } = await engine.request('app.snapshot', {});
    expect(endpoints[0]?.state).toMatchObject({ status: 'up', failing: 0, uptime24h: 1 });
    expect(incidents).toEqual([]);
    expect(ports.notifications).toEqual([]);
    const checks = await engine.request('checks.list', { id, limit: 200 });
    expect(checks.filter(({ verdict }) => verdict === 'down')).toEqual([]);
    expect(checks.filter(({ failure }) => failure?.code === 'local.asleep')).toHaveLength(1);
    // Every result is stored, even for times that occurred before.
    expect(checks.length).toBeGreaterThanOrEqual(name === 'back and forward again' ? 60 : 64);
    const now = ports.clock.now();
    const series = await engine.request('series.get', { id, from: now - 24 * HOUR, to: now + 24 * HOUR, points: 200 });
    expect(series.summary.count).toBe(checks.length - series.summary.unknown);
    expect(ports.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

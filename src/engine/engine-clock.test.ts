/**
 * Durations are those of the monotonic clock: the wall clock is set during an incident, over a restart, and in sleep.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { fakeKind } from './check/testing/fake-kind.ts';
import { createEngine, type Engine } from './engine.ts';
import { createMemoryStore } from './store/memory-store.ts';
import { createFakePorts } from './testing/fake-ports.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const engines: Engine[] = [];
afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.dispose()));
});

/**
 * An endpoint that is checked every 10 s and has been up for almost ten minutes.
 * @param msAfterCheck how long ago the last check was, under 10 s: when an endpoint is checked depends on its random id
 */
async function setUp({ msAfterCheck = 5_000 } = {}) {
  const ports = createFakePorts();
  const store = createMemoryStore();
  let isDown = false;
  let checkedAt = 0;
  const kind = fakeKind({
    run: async () => {
      checkedAt = ports.clock.mono();
      const failure = isDown ? ({ code: 'connect.refused' } as const) : null;
      return { durationMs: 5, selfMs: 0, phases: {}, metrics: {}, failure, details: {} };
    },
  });
  const start = async (): Promise<Engine> => {
    const engine = createEngine({
      ports,
      store: { ...store, close: () => store.flush() },
      host: { kind: 'direct', version: '0', platform: 'test', dataDir: '', configFile: null, features: [] },
      resolver: { resolve: async () => [] },
      kinds: [kind],
    });
    engines.push(engine);
    await engine.start();
    return engine;
  };
  let engine = await start();
  const input = { kind: 'fake', interval: 10_000, timeout: 1_000, retries: 0 };
  const [endpoint] = await engine.request('endpoints.create', { endpoints: [input] });
  const id = endpoint?.id ?? '';
  await ports.time.advance(10 * MINUTE - 10_000);
  const sinceCheck = ports.clock.mono() - checkedAt;
  await ports.time.advance(msAfterCheck - sinceCheck + (sinceCheck > msAfterCheck ? 10_000 : 0));
  return {
    time: ports.time,
    fail: (fails: boolean) => void (isDown = fails),
    restart: async (whileStopped: () => void) => {
      await engine.dispose();
      whileStopped();
      engine = await start();
    },
    /** The duration of the only incident, and what the notification said. */
    ended: async () => {
      const [incident, ...more] = await engine.request('incidents.list', { id, limit: 10 });
      expect(more).toEqual([]);
      const { startedAt = 0, lastFailureAt = 0, resolvedAt = null } = incident ?? {};
      expect(resolvedAt).not.toBeNull();
      expect(lastFailureAt).toBeLessThanOrEqual(resolvedAt ?? 0);
      const params = ports.notifications.at(-1)?.params ?? {};
      const seconds = (ms: unknown) => (typeof ms === 'number' ? Math.round(ms / 1000) : null);
      return {
        seconds: seconds((resolvedAt ?? 0) - startedAt),
        saidSeconds: seconds(params['downMs']),
        saidSeenSeconds: seconds(params['seenMs']),
      };
    },
    uptime: async (window: '24h') => (await engine.request('uptime.get', { id })).find((one) => one.window === window),
  };
}

const about = (seconds: number) => expect.closeTo(seconds, -1.5);

describe('an incident of two minutes', () => {
  it.each([
    ['set back an hour', -HOUR],
    ['set back a day', -24 * HOUR],
    ['set back two minutes', -2 * MINUTE],
  ])('lasts two minutes when the clock is %s in the middle of it', async (_, step) => {
    const { time, fail, ended } = await setUp();
    fail(true);
    await time.advance(MINUTE);
    time.sleep(step);
    await time.advance(MINUTE);
    fail(false);
    await time.advance(20_000);
    const { seconds, saidSeconds, saidSeenSeconds } = await ended();
    expect({ seconds, saidSeconds }).toEqual({ seconds: about(120), saidSeconds: about(120) });
    // It was watched all the time.
    expect(saidSeenSeconds).toBeNull();
  });

  it('was seen for two minutes when the clock is set forward, or the machine sleeps, for an hour', async () => {
    const { time, fail, ended } = await setUp();
    fail(true);
    await time.advance(MINUTE);
    time.sleep(HOUR);
    await time.advance(MINUTE);
    fail(false);
    await time.advance(20_000);
    // The two clocks diverge in the same way in sleep. Lookout knows in both cases what it watched.
    expect(await ended()).toEqual({
      seconds: about(3720),
      saidSeconds: about(3720),
      saidSeenSeconds: about(120),
    });
  });

  it('lasts two minutes when the clock is set forward and back again', async () => {
    const { time, fail, ended } = await setUp();
    fail(true);
    await time.advance(30_000);
    time.sleep(HOUR);
    await time.advance(30_000);
    time.sleep(-HOUR);
    await time.advance(MINUTE);
    fail(false);
    await time.advance(20_000);
    expect(await ended()).toEqual({ seconds: about(120), saidSeconds: about(120), saidSeenSeconds: null });
  });

  it('was not seen around the checks that may have run in sleep', async () => {
    // The next check notices each step before the tick of the next second, so it is unknown which of them came first.
    const { time, fail, ended } = await setUp({ msAfterCheck: 9_999 });
    fail(true);
    await time.advance(30_000);
    time.sleep(HOUR);
    await time.advance(30_000);
    time.sleep(-HOUR);
    await time.advance(MINUTE);
    fail(false);
    await time.advance(20_000);
    expect(await ended()).toEqual({ seconds: about(120), saidSeconds: about(120), saidSeenSeconds: 100 });
  });

  it('does not end before its last failure when the clock is set back while Lookout is stopped', async () => {
    const { time, fail, ended, restart } = await setUp();
    fail(true);
    await time.advance(MINUTE);
    await restart(() => time.sleep(-HOUR));
    await time.advance(MINUTE);
    fail(false);
    await time.advance(20_000);
    const { seconds, saidSeconds } = await ended();
    expect({ seconds, saidSeconds }).toEqual({ seconds: about(120), saidSeconds: about(120) });
  });

  it('lasts as long when the clock is set back after a restart', async () => {
    const { time, fail, ended, restart } = await setUp();
    fail(true);
    await time.advance(MINUTE);
    await restart(() => undefined);
    await time.advance(30_000);
    time.sleep(-HOUR);
    await time.advance(30_000);
    fail(false);
    await time.advance(20_000);
    const { seconds, saidSeconds } = await ended();
    expect({ seconds, saidSeconds }).toEqual({ seconds: about(120), saidSeconds: about(120) });
  });
});

describe('uptime', () => {
  it.each([
    ['set forward an hour', HOUR, 20],
    // By the clock, the first ten minutes are in the future.
    ['set back an hour', -HOUR, 10],
    ['set back two minutes', -2 * MINUTE, 18],
  ])('counts only the time that was watched, when the clock is %s', async (_, step, minutes) => {
    const { time, uptime } = await setUp();
    time.sleep(step);
    await time.advance(10 * MINUTE);
    const found = await uptime('24h');
    expect(found?.downMs).toBe(0);
    expect((found?.upMs ?? 0) / MINUTE).toBeCloseTo(minutes, -0.5);
    expect(found?.upMs).toBeLessThanOrEqual(minutes * MINUTE);
  });
});

/** Nothing is timed before the code that times it has run once. */
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fakeKind } from './check/testing/fake-kind.ts';
import { createEngine, type Engine } from './engine.ts';
import { createMemoryStore } from './store/memory-store.ts';
import { createFakePorts, settle } from './testing/fake-ports.ts';

const engines: Engine[] = [];
afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.dispose()));
});

/** An engine with an endpoint for each of these targets; the test decides how long their kind takes to warm up. */
async function setUp(targets: readonly string[]) {
  const ports = createFakePorts();
  const store = createMemoryStore();
  const log: string[] = [];
  const warm = new Map<string, PromiseWithResolvers<void>>();
  const done = new Set<string>();
  const kind = fakeKind<{ target: string }>({
    schema: z.object({ target: z.string() }),
    target: ({ target }) => target,
    warmUp({ target }) {
      if (done.has(target)) return undefined;
      const known = warm.get(target);
      if (known !== undefined) return known.promise;
      log.push(`warms up ${target}`);
      const warming = Promise.withResolvers<void>();
      warm.set(target, warming);
      return warming.promise;
    },
    run: async ({ target }) => {
      log.push(`checks ${target}`);
      return { durationMs: 1, selfMs: 0, phases: {}, metrics: {}, failure: null, details: {} };
    },
  });
  const create = () => {
    const engine = createEngine({
      ports,
      store: { ...store, close: () => Promise.resolve() },
      host: { kind: 'direct', version: '0', platform: 'test', dataDir: '', configFile: null, features: [] },
      resolver: { resolve: async () => [] },
      kinds: [kind],
    });
    engines.push(engine);
    return engine;
  };
  const add = (engine: Engine, target: string, count = 1) => {
    const endpoint = { kind: 'fake', target, interval: 10_000, timeout: 1_000 };
    return engine.request('endpoints.create', { endpoints: Array.from({ length: count }, () => endpoint) });
  };
  const finish = async (target: string) => {
    done.add(target);
    warm.get(target)?.resolve();
    await settle();
  };
  const first = create();
  await first.start();
  for (const target of targets) {
    await add(first, target);
    done.add(target);
  }
  await first.dispose();
  done.clear();
  warm.clear();
  log.length = 0;
  const engine = create();
  await engine.start();
  return { engine, log, finish, add: (target: string, count?: number) => add(engine, target, count), time: ports.time };
}

describe('an engine', () => {
  it('checks nothing before all its endpoints are prepared, one after the other, but answers requests', async () => {
    const { engine, log, finish, time } = await setUp(['a', 'b']);
    await time.advance(60_000);
    expect(log).toEqual(['warms up a']);
    expect((await engine.request('app.snapshot', {})).endpoints).toHaveLength(2);
    await finish('a');
    await time.advance(60_000);
    expect(log).toEqual(['warms up a', 'warms up b']);
    await finish('b');
    await time.advance(20_000);
    expect(log).toContain('checks a');
    expect(log).toContain('checks b');
  });

  it('prepares a new endpoint before its first check and the deadline of that check begin', async () => {
    const { engine, log, finish, add, time } = await setUp([]);
    await add('c');
    await time.advance(5_000);
    expect(log).toEqual(['warms up c']);
    await finish('c');
    await time.advance(0);
    expect(log).toEqual(['warms up c', 'checks c']);
    const { endpoints } = await engine.request('app.snapshot', {});
    expect(endpoints[0]?.state.last?.verdict).toBe('up');
  });

  it('checks endpoints that waited for the same preparation one after the other', async () => {
    const { log, finish, add, time } = await setUp([]);
    await add('c', 3);
    await finish('c');
    const counts: number[] = [];
    for (const ms of [0, 9, 1, 10]) {
      await time.advance(ms);
      counts.push(log.filter((line) => line === 'checks c').length);
    }
    expect(counts).toEqual([1, 1, 2, 3]);
  });

  it('checks no endpoint that was removed or paused while it was prepared', async () => {
    const { engine, log, finish, add, time } = await setUp([]);
    const [removed, paused] = (await add('c', 2)).map(({ id }) => id);
    if (removed === undefined || paused === undefined) throw new Error('two endpoints were added');
    await engine.request('endpoints.remove', { ids: [removed] });
    await engine.request('endpoints.pause', { ids: [paused] });
    await finish('c');
    await time.advance(60_000);
    expect(log).toEqual(['warms up c']);
    await engine.request('endpoints.resume', { ids: [paused] });
    await time.advance(0);
    expect(log).toEqual(['warms up c', 'checks c']);
  });

  it('does not begin to check while this machine is asleep', async () => {
    const { engine, log, finish, time } = await setUp(['a']);
    engine.suspend();
    await finish('a');
    await time.advance(30_000);
    expect(log).toEqual(['warms up a']);
    engine.resume();
    await time.advance(30_000);
    expect(log).toContain('checks a');
  });

  it('can stop while it prepares', async () => {
    const { engine, log, finish } = await setUp(['a', 'b']);
    await engine.dispose();
    await finish('a');
    expect(log).toEqual(['warms up a']);
  });
});

/** Status history and uptime, from checks of a fake kind through the engine to the answer. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Failure } from '../contract/model/failure.ts';
import { fakeKind } from './check/testing/fake-kind.ts';
import { createEngine, type Engine } from './engine.ts';
import { createMemoryStore } from './store/memory-store.ts';
import type { Store } from './store/store.ts';
import { createFakePorts, type FakePorts } from './testing/fake-ports.ts';

const refused: Failure = { code: 'connect.refused', message: 'Nothing listens there.' };

const engines: Engine[] = [];
afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.dispose()));
});

/** An engine whose endpoints answer what `network.answer` says. */
async function setUp(options: { readonly store?: Store; readonly ports?: FakePorts } = {}) {
  const { ports = createFakePorts(), store = createMemoryStore() } = options;
  const network: { answer: () => Failure | null } = { answer: () => null };
  const kind = fakeKind({
    run: async () => ({ durationMs: 10, selfMs: 0, phases: {}, metrics: {}, failure: network.answer(), details: {} }),
  });
  const engine = createEngine({
    ports,
    store,
    host: { kind: 'direct', version: '0', platform: 'test', dataDir: '', configFile: null, features: [] },
    resolver: { resolve: async () => [] },
    kinds: [kind],
  });
  engines.push(engine);
  await engine.start();
  const stateOf = async (id: string) => {
    const { endpoints } = await engine.request('app.snapshot', {});
    return endpoints.find(({ endpoint }) => endpoint.id === id)?.state;
  };
  const [endpoint] = (await engine.request('app.snapshot', {})).endpoints;
  const add = async (): Promise<string> => {
    const input = { kind: 'fake', interval: 10_000, retries: 0 };
    return (await engine.request('endpoints.create', { endpoints: [input] }))[0]?.id ?? '';
  };
  const id = endpoint?.endpoint.id ?? (await add());
  return { ports, time: ports.time, network, engine, stateOf, id };
}

describe('the history of an endpoint', () => {
  it('says of each time what the endpoint was, or why nothing was checked: paused, asleep, offline, not running', async () => {
    const ports = createFakePorts();
    const { time } = ports;
    const store = keptOpen(createMemoryStore());
    const first = await setUp({ ports, store });
    const began = ports.clock.now();
    const { id } = first;
    await time.advance(100_000);
    first.network.answer = () => ({ code: 'timeout', message: 'No answer.' });
    await time.advance(100_000);
    ports.offline = 'noAddress';
    await time.advance(100_000);
    ports.offline = null;
    first.network.answer = () => null;
    await time.advance(100_000);
    await first.engine.request('endpoints.pause', { ids: [id] });
    await time.advance(100_000);
    await first.engine.dispose();
    // Paused is what a person chose; that Lookout was closed as well makes no difference.
    await time.advance(100_000);
    const second = await setUp({ ports, store });
    expect((await second.stateOf(id))?.since).toBeLessThan(began + 410_000);
    await time.advance(100_000);
    await second.engine.request('endpoints.resume', { ids: [id] });
    await time.advance(100_000);
    second.engine.suspend();
    time.sleep(100_000);
    second.engine.resume();
    await time.advance(100_000);
    await second.engine.dispose();
    await time.advance(100_000);
    const third = await setUp({ ports, store });
    await time.advance(100_000);

    const now = ports.clock.now();
    const range = { id, from: began - 3_600_000, to: now + 3_600_000, points: 500 };
    const history = await third.engine.request('spans.get', range);
    const tens = (at: number) => Math.round((at - began) / 10_000) / 10;
    expect(history.spans.map(({ state, reason, from, to }) => [reason ?? state, tens(from), tens(to)])).toEqual([
      ['up', 0, expect.closeTo(1, 0)],
      ['down', expect.closeTo(1, 0), expect.closeTo(2, 0)],
      ['local.offline', expect.closeTo(2, 0), expect.closeTo(3, 0)],
      ['up', expect.closeTo(3, 0), 4],
      ['paused', 4, 7],
      ['up', 7, 8],
      ['asleep', 8, 9],
      ['up', 9, expect.closeTo(10, 0)],
      ['notRunning', expect.closeTo(10, 0), 11],
      ['up', 11, 12],
    ]);
    expect(history).toMatchObject({ open: true, to: now });
    expect(history.incidents).toHaveLength(1);
  });

  it('has no hole in an outage during which the interval was changed', async () => {
    const { time, network, id, engine, ports } = await setUp();
    await time.advance(60_000);
    network.answer = () => refused;
    await time.advance(60_000);
    const config = { kind: 'fake', retries: 0, interval: 60_000 };
    await engine.request('endpoints.update', { id, config });
    await time.advance(600_000);
    const now = ports.clock.now();
    const { spans, incidents, open } = await engine.request('spans.get', {
      id,
      from: now - 720_000,
      to: now,
      points: 50,
    });
    expect(spans.map(({ state }) => state)).toEqual(['up', 'down']);
    expect(spans[1]).toMatchObject({ from: incidents[0]?.from, to: now });
    expect(spans[0]?.to).toBe(spans[1]?.from);
    expect(incidents).toMatchObject([{ to: null, incidents: 1 }]);
    expect(open).toBe(true);
  });

  it('gives the same uptime in the list and over each window, and says how much of it was watched', async () => {
    const { time, network, id, engine, stateOf } = await setUp();
    await time.advance(100_000);
    network.answer = () => refused;
    await time.advance(60_000);
    network.answer = () => null;
    await time.advance(80_000);
    const uptime = await engine.request('uptime.get', { id });
    const listed = (await stateOf(id))?.uptime24h;
    expect(listed).toBeGreaterThan(0.6);
    expect(listed).toBeLessThan(0.8);
    for (const one of uptime) {
      expect(one.ratio).toBe(listed);
      expect(one.watchedMs).toBe(one.upMs + one.downMs);
      expect(one.watchedMs).toBeGreaterThan(220_000);
      expect(one.watchedMs).toBeLessThan(240_000);
      expect(one.incidents).toBe(1);
    }
  });
});

/** A memory store that keeps its data when an engine closes it, as a file would. */
function keptOpen(store: Store): Store {
  return new Proxy(store, {
    get: (target, key) => (key === 'close' ? () => target.flush() : Reflect.get(target, key, target)),
  });
}

import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Change, Push } from '../contract/channels/snapshot.ts';
import type { Failure } from '../contract/model/failure.ts';
import type { CheckOutcome } from '../contract/model/check.ts';
import type { EndpointInput } from '../contract/model/endpoint.ts';
import type { EndpointId } from '../contract/model/units.ts';
import type { CheckKind } from './check/kind.ts';
import { fakeKind } from './check/testing/fake-kind.ts';
import { createEngine, type Engine } from './engine.ts';
import { createMemoryStore } from './store/memory-store.ts';
import type { Store } from './store/store.ts';
import { createFakePorts, settle, type FakePorts } from './testing/fake-ports.ts';

const refused: Failure = { code: 'connect.refused', message: 'Nothing listens there.' };

interface Run {
  readonly target: string;
  readonly at: number;
  readonly signal: AbortSignal;
  settle(failure?: Failure | null): void;
}

/** A kind whose checks end when the test decides, or at once with the result of `answer`. */
class FakeNetwork {
  readonly runs: Run[] = [];
  answer: ((target: string) => Failure | null) | null = () => null;

  kind(ports: FakePorts): CheckKind<{ target: string }> {
    return fakeKind<{ target: string }>({
      schema: z.object({ target: z.string().min(1) }),
      target: ({ target }) => target,
      host: ({ target }) => target,
      parse: (text) => ({ kind: 'fake', target: text }),
      run: ({ target }, { signal }) =>
        new Promise<CheckOutcome>((resolve, reject) => {
          const end = (failure: Failure | null = null) =>
            resolve({ durationMs: 10, selfMs: 0, phases: { wait: 10 }, metrics: {}, failure, details: {} });
          signal.addEventListener('abort', () => reject(signal.reason), { once: true });
          this.runs.push({ target, at: ports.clock.now(), signal, settle: end });
          if (this.answer !== null) end(this.answer(target));
        }),
    });
  }
}

const engines: Engine[] = [];

async function setUp(options: { store?: Store; ports?: FakePorts } = {}) {
  const ports = options.ports ?? createFakePorts();
  const network = new FakeNetwork();
  const store = options.store ?? createMemoryStore();
  const engine = createEngine({
    ports,
    store,
    host: { kind: 'direct', version: '0', platform: 'test', dataDir: '', configFile: null, features: [] },
    resolver: { resolve: async () => [] },
    kinds: [network.kind(ports)],
  });
  engines.push(engine);
  const pushes: Push[] = [];
  engine.onPush((push) => pushes.push(push));
  await engine.start();
  const changes = <T extends Change['type']>(type: T) =>
    pushes.flatMap((push) =>
      push.changes.filter((change): change is Extract<Change, { type: T }> => change.type === type),
    );
  const add = async (more: Partial<EndpointInput> = {}): Promise<EndpointId> => {
    const input = { kind: 'fake', target: 'a', interval: 10_000, retries: 1, retryInterval: 1000, ...more };
    const [endpoint] = await engine.request('endpoints.create', { endpoints: [input] });
    return endpoint?.id ?? '';
  };
  const stateOf = async (id: EndpointId) => {
    const { endpoints } = await engine.request('app.snapshot', {});
    return endpoints.find(({ endpoint }) => endpoint.id === id)?.state;
  };
  return { ports, time: ports.time, network, store, engine, pushes, changes, add, stateOf };
}

afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.dispose()));
});

describe('engine', () => {
  it('checks a new endpoint at once and pushes the result with the time of the next check', async () => {
    const { time, add, changes, stateOf } = await setUp();
    const id = await add();
    expect((await stateOf(id))?.status).toBe('pending');
    await time.advance(100);
    const [checked] = changes('checked');
    expect(checked).toMatchObject({ id, state: { status: 'up', failing: 0 } });
    expect(checked?.state.nextAt).toBeGreaterThan(time.clock.now());
    expect(checked?.state.last.durationMs).toBe(10);
  });

  it('notifies once that an endpoint is down, after its retries, and once that it recovered, with the downtime', async () => {
    const { ports, time, network, add, changes, engine, stateOf } = await setUp();
    const id = await add({ name: 'The shop' });
    await time.advance(100);
    network.answer = () => refused;
    while ((await stateOf(id))?.failing !== 1) await time.advance(500);
    expect(ports.notifications).toEqual([]);
    await time.advance(2000);
    expect(ports.notifications).toMatchObject([
      { code: 'incident.down', params: { name: 'The shop', cause: { code: refused.code } } },
    ]);
    expect((await stateOf(id))?.status).toBe('down');
    network.answer = () => null;
    await time.advance(10_000);
    expect(ports.notifications.map(({ code }) => code)).toEqual(['incident.down', 'incident.up']);
    expect(ports.notifications[1]?.params).toMatchObject({ name: 'The shop', downMs: expect.any(Number) as number });
    expect(ports.notifications[1]?.params).not.toHaveProperty('seenMs');
    expect(new Set(ports.notifications.map(({ tag }) => tag)).size).toBe(1);
    const [incident, ...more] = await engine.request('incidents.list', { id, limit: 10 });
    expect(more).toEqual([]);
    expect(incident).toMatchObject({ cause: refused, evidence: { verdict: 'down' } });
    expect(incident?.resolvedAt).toBe((await stateOf(id))?.since);
    expect(changes('incident').length).toBeGreaterThanOrEqual(2);
  });

  it('sends no notifications when they are off', async () => {
    const { ports, time, network, add, engine, changes } = await setUp();
    await engine.request('settings.update', { settings: { notifications: false } });
    network.answer = () => refused;
    await add({ retries: 0 });
    await time.advance(1000);
    expect(changes('incident').length).toBe(1);
    expect(ports.notifications).toEqual([]);
    expect(changes('notification')).toEqual([]);
  });

  it('does not count failures while this machine is offline', async () => {
    const { ports, time, network, add, stateOf, engine, changes } = await setUp();
    const id = await add({ retries: 0 });
    await time.advance(100);
    ports.offline = 'noAddress';
    network.answer = () => ({ code: 'timeout', message: 'No answer.' });
    await time.advance(60_000);
    expect(await stateOf(id)).toMatchObject({ status: 'unknown', uptime24h: 1 });
    expect(await engine.request('incidents.list', { limit: 10 })).toEqual([]);
    expect(changes('network').map(({ network }) => network.online)).toEqual([false]);
    ports.offline = null;
    network.answer = () => null;
    await time.advance(10_000);
    expect(changes('network').map(({ network }) => network.online)).toEqual([false, true]);
  });

  it('does not count time asleep as downtime', async () => {
    const { ports, time, network, add, engine, stateOf } = await setUp();
    const id = await add({ retries: 2 });
    await time.advance(100);
    network.answer = () => refused;
    while ((await stateOf(id))?.failing !== 1) await time.advance(500);
    engine.suspend();
    await time.advance(8 * 3_600_000);
    const awake = time.clock.now();
    engine.resume();
    await time.advance(60_000);
    const [incident] = await engine.request('incidents.list', { id, limit: 10 });
    expect(incident?.startedAt).toBeGreaterThanOrEqual(awake);
    network.answer = () => null;
    await time.advance(15_000);
    expect(ports.notifications.at(-1)?.params?.['downMs']).toBeLessThan(3_600_000);
  });

  it('reports how much of an incident was watched', async () => {
    const { ports, time, network, add, engine } = await setUp();
    network.answer = () => refused;
    await add({ retries: 0 });
    await time.advance(60_000);
    engine.suspend();
    await time.advance(8 * 3_600_000);
    engine.resume();
    network.answer = () => null;
    await time.advance(60_000);
    const { downMs, seenMs } = ports.notifications.at(-1)?.params ?? {};
    expect(downMs).toBeGreaterThan(8 * 3_600_000);
    expect(seenMs).toBeLessThan(3_600_000);
  });

  it('takes any answer, even a bad one, as proof of a network', async () => {
    const { ports, time, network, add, changes } = await setUp();
    ports.offline = 'noAddress';
    network.answer = () => ({ code: 'timeout', message: 'No answer.' });
    await add({ retries: 0 });
    await time.advance(1000);
    ports.offline = null;
    network.answer = () => ({ code: 'http.status', message: 'Status 500 is not accepted.' });
    await time.advance(15_000);
    expect(changes('network').map(({ network }) => network.online)).toEqual([false, true]);
  });

  it('applies concurrent settings changes one after another', async () => {
    const { engine } = await setUp();
    await Promise.all([
      engine.request('settings.update', { settings: { maxConcurrent: 7 } }),
      engine.request('settings.update', { settings: { maxPerHost: 3 } }),
    ]);
    expect((await engine.request('app.snapshot', {})).settings).toMatchObject({ maxConcurrent: 7, maxPerHost: 3 });
  });

  it('records nothing of a check when its endpoint is paused or removed in the meantime', async () => {
    const { time, network, add, engine, stateOf, changes } = await setUp();
    network.answer = null;
    const paused = await add({ target: 'paused' });
    const removed = await add({ target: 'removed' });
    await time.advance(10);
    await engine.request('endpoints.pause', { ids: [paused] });
    await engine.request('endpoints.remove', { ids: [removed] });
    expect(network.runs.map(({ signal }) => signal.aborted)).toEqual([true, true]);
    for (const run of network.runs) run.settle();
    await time.advance(60_000);
    expect(network.runs.length).toBe(2);
    expect(await stateOf(paused)).toMatchObject({ status: 'paused', last: null, nextAt: null });
    expect(await engine.request('checks.list', { id: paused, limit: 10 })).toEqual([]);
    expect(changes('endpoint').at(-1)?.view).toMatchObject({ endpoint: { paused: true }, state: { status: 'paused' } });
    network.answer = () => null;
    await engine.request('endpoints.resume', { ids: [paused] });
    await time.advance(200);
    expect((await stateOf(paused))?.status).toBe('up');
    expect(changes('endpoint').at(-1)?.view.endpoint.paused).toBe(false);
  });

  it('restores a removed endpoint with its history', async () => {
    const { time, add, engine, stateOf } = await setUp();
    const id = await add();
    await time.advance(25_000);
    const before = await engine.request('checks.list', { id, limit: 200 });
    await engine.request('endpoints.remove', { ids: [id] });
    expect(await stateOf(id)).toBe(undefined);
    await expect(engine.request('checks.list', { id, limit: 10 })).rejects.toMatchObject({ code: 'notFound' });
    const [restored] = await engine.request('endpoints.restore', { ids: [id] });
    expect(restored?.id).toBe(id);
    const { endpoints } = await engine.request('app.snapshot', {});
    expect(endpoints[0]?.recent.at.toReversed()).toEqual(before.map(({ at }) => at));
    await expect(engine.request('endpoints.restore', { ids: ['nobody'] })).rejects.toMatchObject({ code: 'notFound' });
  });

  it('continues after a restart with its endpoints, their history and an open incident', async () => {
    const ports = createFakePorts();
    const store = neverClosed(createMemoryStore());
    const first = await setUp({ ports, store });
    first.network.answer = () => refused;
    const id = await first.add({ retries: 0 });
    await ports.time.advance(5000);
    await first.engine.dispose();
    expect(ports.notifications.length).toBe(1);
    const second = await setUp({ ports, store });
    expect((await second.stateOf(id))?.status).toBe('pending');
    second.network.answer = () => refused;
    await ports.time.advance(5000);
    expect((await second.stateOf(id))?.status).toBe('down');
    expect(ports.notifications.length).toBe(1);
    const incidents = await second.engine.request('incidents.list', { limit: 10 });
    expect(incidents.map(({ failures }) => failures)).toEqual([2]);
    expect((await second.stateOf(id))?.since).toBe(incidents[0]?.startedAt);
  });

  it('keeps id and history after an edit, and checks the new target at once', async () => {
    const { time, network, add, engine } = await setUp();
    const id = await add({ target: 'old' });
    await time.advance(100);
    const config = { kind: 'fake', target: 'new', name: 'Renamed', interval: 10_000 };
    const updated = await engine.request('endpoints.update', { id, config });
    expect(updated).toMatchObject({ id, target: 'new' });
    await time.advance(100);
    expect(network.runs.map(({ target }) => target)).toEqual(['old', 'new']);
    expect((await engine.request('checks.list', { id, limit: 10 })).length).toBe(2);
  });

  it('never waits longer than the interval after an edit', async () => {
    const { time, network, add, engine } = await setUp();
    const id = await add();
    for (let n = 0; n < 10; n++) {
      await time.advance(30_000 + n * 1000);
      network.runs.length = 0;
      await engine.request('endpoints.update', { id, config: { kind: 'fake', target: `b${n}`, interval: 10_000 } });
      await time.advance(20_000);
      const waits = network.runs.slice(1).map(({ at }, index) => at - (network.runs[index]?.at ?? 0));
      expect(Math.max(...waits)).toBeLessThanOrEqual(10_000);
    }
  });

  it('refuses invalid requests, names the field, and changes nothing', async () => {
    const { engine, add, time } = await setUp();
    await add();
    await time.advance(100);
    const before = JSON.stringify(await engine.request('app.snapshot', {}));
    const refusal = async (channel: string, args: unknown) => {
      const error: unknown = await engine.handle(channel, args).catch((error: unknown) => error);
      return JSON.parse(JSON.stringify(error)) as { code: string; issues: { path: string }[] };
    };
    expect(await refusal('endpoints.destroy', {})).toMatchObject({ code: 'unknownChannel' });
    expect(await refusal('toString', {})).toMatchObject({ code: 'unknownChannel' });
    expect(await refusal('endpoints.pause', { ids: [] })).toMatchObject({ code: 'invalid', issues: [{ path: 'ids' }] });
    expect(await refusal('endpoints.pause', { ids: [7] })).toMatchObject({ issues: [{ path: 'ids[0]' }] });
    expect(await refusal('endpoints.pause', {})).toMatchObject({ issues: [{ path: 'ids' }] });
    expect(await refusal('endpoints.pause', { ids: ['x'], force: true })).toMatchObject({
      issues: [{ path: 'force' }],
    });
    expect(await refusal('endpoints.pause', { ids: ['x'] })).toMatchObject({ code: 'notFound' });
    expect(await refusal('app.snapshot', null)).toMatchObject({ code: 'invalid' });
    const good = { kind: 'fake', target: 'b' };
    expect(await refusal('endpoints.create', { endpoints: [good, { ...good, interval: '5 parsecs' }] })).toMatchObject({
      code: 'invalid',
      issues: [{ path: 'endpoints[1].interval' }],
    });
    expect(await refusal('settings.update', { settings: { maxConcurrent: 0 } })).toMatchObject({
      issues: [{ path: 'settings.maxConcurrent' }],
    });
    expect(await refusal('series.get', { id: 'x', from: 5, to: 5, points: 10 })).toMatchObject({
      issues: [{ path: 'to' }],
    });
    expect(JSON.stringify(await engine.request('app.snapshot', {}))).toBe(before);
  });

  it('follows the config file, and refuses other changes to its endpoints', async () => {
    const { engine, time } = await setUp();
    const entry = { kind: 'fake', target: 'a', name: 'From the file', interval: 10_000 };
    await engine.syncFile([entry]);
    await time.advance(100);
    const [view] = (await engine.request('app.snapshot', {})).endpoints;
    const id = view?.endpoint.id ?? '';
    expect(view?.endpoint.source).toBe('file');
    await expect(engine.request('endpoints.remove', { ids: [id] })).rejects.toMatchObject({ code: 'readOnly' });
    await expect(engine.request('endpoints.update', { id, config: entry })).rejects.toMatchObject({ code: 'readOnly' });
    expect(await engine.request('endpoints.pause', { ids: [id] })).toEqual([id]);
    await engine.syncFile([]);
    expect((await engine.request('app.snapshot', {})).endpoints).toEqual([]);
    await engine.syncFile([entry]);
    expect((await engine.request('checks.list', { id, limit: 10 })).length).toBeGreaterThanOrEqual(1);
    await expect(engine.syncFile([{ kind: 'nonsense' }])).rejects.toMatchObject({ code: 'invalid' });
    expect((await engine.request('app.snapshot', {})).endpoints.length).toBe(1);
  });

  it('continues a snapshot with pushes, without a gap or a repetition', async () => {
    const { engine, time, add, pushes } = await setUp();
    await add({ interval: 1000 });
    await time.advance(2500);
    const snapshot = await engine.request('app.snapshot', {});
    const seen = snapshot.endpoints[0]?.recent.at.length ?? 0;
    await time.advance(3000);
    const later = pushes.filter(({ seq }) => seq > snapshot.seq);
    expect(later.map(({ seq }) => seq)).toEqual(later.map((_, n) => snapshot.seq + 1 + n));
    const checks = later.flatMap(({ changes }) => changes).filter(({ type }) => type === 'checked').length;
    const now = await engine.request('app.snapshot', {});
    expect(now.endpoints[0]?.recent.at.length).toBe(seen + checks);
  });

  it('checks nothing while suspended, and drops the slots that passed', async () => {
    const { engine, time, network, add } = await setUp();
    await add({ interval: 1000 });
    await time.advance(3000);
    engine.suspend();
    const before = network.runs.length;
    await time.advance(60_000);
    expect(network.runs.length).toBe(before);
    engine.resume();
    await time.advance(2000);
    expect(network.runs.length).toBeGreaterThanOrEqual(before + 1);
    expect(network.runs.length).toBeLessThanOrEqual(before + 3);
  });

  it('fills in the settings for new endpoints where an input has no value', async () => {
    const { engine, add } = await setUp();
    const before = await add();
    await engine.request('settings.update', { settings: { defaultTimeout: 1234, defaultInterval: 60_000 } });
    const after = await add();
    await engine.request('endpoints.update', { id: before, config: { kind: 'fake', target: 'b' } });
    const { endpoints } = await engine.request('app.snapshot', {});
    const configOf = (id: EndpointId) => endpoints.find(({ endpoint }) => endpoint.id === id)?.endpoint.config;
    expect(configOf(before)).toMatchObject({ interval: 60_000, timeout: 1234 });
    expect(configOf(after)).toMatchObject({ interval: 10_000, timeout: 1234 });
  });

  it('pauses until a given time, also across a restart, and refuses a time in the past', async () => {
    const ports = createFakePorts();
    const store = neverClosed(createMemoryStore());
    const first = await setUp({ ports, store });
    const id = await first.add();
    const until = ports.clock.now() + 3_600_000;
    await expect(first.engine.request('endpoints.pause', { ids: [id], until: until - 7_200_000 })).rejects.toThrow(
      'Expected until to be later than now',
    );
    expect(await first.engine.request('endpoints.pause', { ids: [id], until })).toEqual([id]);
    await ports.time.advance(100);
    expect(first.changes('endpoint').at(-1)?.view.endpoint).toMatchObject({ paused: true, pausedUntil: until });
    // Extend the pause.
    expect(await first.engine.request('endpoints.pause', { ids: [id], until: until + 1000 })).toEqual([id]);
    await first.engine.dispose();

    const second = await setUp({ ports, store });
    await ports.time.advance(3_600_000);
    expect((await second.stateOf(id))?.status).toBe('paused');
    await ports.time.advance(62_000);
    expect(second.changes('endpoint').at(-1)?.view.endpoint).toMatchObject({ paused: false, pausedUntil: null });
    expect(second.network.runs.length).toBeGreaterThan(0);
  });

  it('waits for the network after a suspend', async () => {
    const { engine, time, network, add, ports, changes } = await setUp();
    await add({ interval: 1000 });
    await time.advance(3000);
    engine.suspend();
    ports.offline = 'noAddress';
    const before = network.runs.length;
    engine.resume();
    await time.advance(10_000);
    expect(network.runs.length).toBe(before);
    expect(changes('network').at(-1)?.network.online).toBe(false);
    ports.offline = null;
    await time.advance(4000);
    expect(network.runs.length).toBeGreaterThan(before);
    expect(changes('network').at(-1)?.network.online).toBe(true);
  });

  it('cancels checks in flight, refuses requests and leaves no timer when it stops', async () => {
    const { engine, time, network, add } = await setUp();
    network.answer = null;
    await add();
    await time.advance(10);
    const test = engine.request('endpoints.test', { config: { kind: 'fake', target: 'b' } });
    const refused = test.catch((error: unknown) => error);
    await settle();
    await engine.dispose();
    expect(await refused).toMatchObject({ code: 'unavailable' });
    expect(network.runs.map(({ signal }) => signal.aborted)).toEqual([true, true]);
    await expect(engine.request('app.snapshot', {})).rejects.toMatchObject({ code: 'unavailable' });
    expect(time.pending).toBe(0);
    await engine.dispose();
  });

  it('answers a snapshot in pages, with the open incidents of each page and ended ones on the first', async () => {
    const { network, engine, time } = await setUp();
    network.answer = () => refused;
    const inputs = Array.from({ length: 600 }, (_, n) => ({
      kind: 'fake',
      target: `t${n}`,
      retries: 0,
      interval: 5000,
    }));
    await engine.request('endpoints.create', { endpoints: inputs });
    await time.advance(5000);
    const first = await engine.request('app.snapshot', {});
    expect(first.endpoints).toHaveLength(250);
    expect(first.incidents).toHaveLength(250);
    const second = await engine.request('app.snapshotPage', { after: first.next ?? 0 });
    // The cursor stays valid without its endpoint.
    await engine.request('endpoints.remove', { ids: [second.endpoints.at(-1)?.endpoint.id ?? ''] });
    const third = await engine.request('app.snapshotPage', { after: second.next ?? 0 });
    expect(third.next).toBeNull();
    const all = [first, second, third].flatMap(({ endpoints }) => endpoints.map(({ endpoint }) => endpoint.target));
    expect(all).toEqual(inputs.map(({ target }) => target));
    network.answer = () => null;
    await time.advance(6000);
    expect((await engine.request('app.snapshot', {})).incidents).toHaveLength(100);
    expect((await engine.request('app.snapshotPage', { after: first.next ?? 0 })).incidents).toEqual([]);
    expect(Math.max(...[first, second, third].map((page) => JSON.stringify(page).length))).toBeLessThan(1_000_000);
  });
});

/** A memory store that an engine cannot close, so that its data survives like a file. */
function neverClosed(store: Store): Store {
  return new Proxy(store, {
    get: (target, key) => (key === 'close' ? () => target.flush() : Reflect.get(target, key, target)),
  });
}

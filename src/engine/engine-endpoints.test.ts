import { describe, expect, it } from 'vitest';
import type { EndpointId } from '../contract/model/units.ts';
import { createMemoryStore } from './store/memory-store.ts';
import { neverClosed, setUpEngine } from './testing/engine-setup.ts';
import { createFakePorts } from './testing/fake-ports.ts';

describe('endpoints', () => {
  it('checks a new endpoint at once and pushes the result with the time of the next check', async () => {
    const { time, add, changes, stateOf } = await setUpEngine();
    const id = await add();
    expect((await stateOf(id))?.status).toBe('pending');
    await time.advance(100);
    const [checked] = changes('checked');
    expect(checked).toMatchObject({ id, state: { status: 'up', failing: 0 } });
    expect(checked?.state.nextAt).toBeGreaterThan(time.clock.now());
    expect(checked?.state.last.durationMs).toBe(10);
  });

  it('records nothing of a check when its endpoint is paused or removed in the meantime', async () => {
    const { time, network, add, engine, stateOf, changes } = await setUpEngine();
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
    const { time, add, engine, stateOf } = await setUpEngine();
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

  it('restores what can be restored, and answers with that', async () => {
    const { add, engine, stateOf } = await setUpEngine();
    const [first, second] = [await add({ target: 'a' }), await add({ target: 'b' })];
    await engine.request('endpoints.remove', { ids: [first, second] });
    await engine.request('endpoints.restore', { ids: [second] });
    const ids = ['nobody', second, first, first];
    const restored = await engine.request('endpoints.restore', { ids });
    expect(restored.map(({ id }) => id)).toEqual([first]);
    expect([await stateOf(first), await stateOf(second)]).not.toContain(undefined);
    await expect(engine.request('endpoints.restore', { ids })).rejects.toMatchObject({ code: 'notFound' });
  });

  it('keeps id and history after an edit, and checks the new target at once', async () => {
    const { time, network, add, engine } = await setUpEngine();
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
    const { time, network, add, engine } = await setUpEngine();
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

  it('follows the config file, and refuses other changes to its endpoints', async () => {
    const { engine, time } = await setUpEngine();
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

  it('fills in the settings for new endpoints where an input has no value', async () => {
    const { engine, add } = await setUpEngine();
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
    const first = await setUpEngine({ ports, store });
    const id = await first.add();
    const until = ports.clock.now() + 3_600_000;
    const past = { ids: [id], until: until - 7_200_000 };
    await expect(first.engine.request('endpoints.pause', past)).rejects.toMatchObject({
      code: 'invalid',
      issues: [{ path: 'until', code: 'inPast' }],
    });
    expect(await first.engine.request('endpoints.pause', { ids: [id], until })).toEqual([id]);
    await ports.time.advance(100);
    expect(first.changes('endpoint').at(-1)?.view.endpoint).toMatchObject({ paused: true, pausedUntil: until });
    // Extend the pause.
    expect(await first.engine.request('endpoints.pause', { ids: [id], until: until + 1000 })).toEqual([id]);
    await first.engine.dispose();

    const second = await setUpEngine({ ports, store });
    await ports.time.advance(3_600_000);
    expect((await second.stateOf(id))?.status).toBe('paused');
    await ports.time.advance(62_000);
    expect(second.changes('endpoint').at(-1)?.view.endpoint).toMatchObject({ paused: false, pausedUntil: null });
    expect(second.network.runs.length).toBeGreaterThan(0);
  });

  it('never checks a paused endpoint: not after a restart, not after an edit, and not when it is restored', async () => {
    const store = neverClosed(createMemoryStore());
    const first = await setUpEngine({ store });
    const id = await first.add({ interval: 1_000 });
    await first.engine.request('endpoints.pause', { ids: [id] });
    const before = first.network.runs.length;
    const edited = { kind: 'fake', target: 'edited', interval: 1_000 };
    await first.engine.request('endpoints.update', { id, config: edited });
    await first.time.advance(5_000);
    await first.engine.request('endpoints.remove', { ids: [id] });
    await first.engine.request('endpoints.restore', { ids: [id] });
    await first.time.advance(5_000);
    expect(first.network.runs).toHaveLength(before);
    await expect(first.engine.request('endpoints.checkNow', { ids: [id] })).resolves.toEqual([]);
    await first.engine.dispose();
    const second = await setUpEngine({ store });
    await second.time.advance(5_000);
    expect(second.network.runs).toEqual([]);
    expect((await second.stateOf(id))?.status).toBe('paused');
    await second.engine.request('endpoints.resume', { ids: [id] });
    await second.time.advance(5_000);
    expect(second.network.runs.length).toBeGreaterThan(3);
  });
});

describe('conditions', () => {
  it('are checked without an endpoint, each with the place of what is wrong', async () => {
    const { engine } = await setUpEngine();
    const check = (conditions: string[], dialect: 'lookout' | 'gatus' = 'lookout', kind = 'fake') =>
      engine.request('conditions.check', { kind, dialect, conditions });
    const issues = await check(['[CONNECTED] == true', '[STATUS] == 200', '[CONNECTED] ==', '[IP] matches /(/', '']);
    expect(issues.map((issue) => issue?.params?.['reason'] ?? null)).toEqual([
      null,
      'unknownPlaceholder',
      'valueExpected',
      'badRegex',
      'empty',
    ]);
    expect(issues[2]).toMatchObject({ path: 'conditions[2]', kind: 'fake', params: { column: 15 } });
    // In Gatus, an unknown placeholder is a text.
    expect(await check(['[STATUS] == 200'], 'gatus')).toEqual([null]);
    await expect(check([], 'lookout', 'nothing')).rejects.toMatchObject({ issues: [{ code: 'unknownKind' }] });
  });
});

import { describe, expect, it } from 'vitest';
import type { Push } from '../contract/channels/snapshot.ts';
import { problemOf } from './base/problem-error.ts';
import { createMemoryStore } from './store/memory-store.ts';
import { StoreError } from './store/store.ts';
import { neverClosed, refused, setUpEngine } from './testing/engine-setup.ts';
import { createFakePorts, settle } from './testing/fake-ports.ts';

describe('engine', () => {
  it('applies concurrent settings changes one after another', async () => {
    const { engine } = await setUpEngine();
    await Promise.all([
      engine.request('settings.update', { settings: { maxConcurrent: 7 } }),
      engine.request('settings.update', { settings: { maxPerHost: 3 } }),
    ]);
    expect((await engine.request('app.snapshot', {})).settings).toMatchObject({ maxConcurrent: 7, maxPerHost: 3 });
  });

  it('refuses invalid requests, names the field, and changes nothing', async () => {
    const { engine, add, time } = await setUpEngine();
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

  it('continues a snapshot with pushes, without a gap or a repetition, also when changes wait to be pushed', async () => {
    const { engine, time, add, pushes } = await setUpEngine();
    const ids = await Promise.all(Array.from({ length: 20 }, (_, i) => add({ target: `t${i}`, interval: 1000 })));
    const checksIn = (some: readonly Push[], id: string) =>
      some.flatMap(({ changes }) => changes).filter((change) => change.type === 'checked' && change.id === id).length;
    let waited = 0;
    for (let round = 0; round < 20; round++) {
      // The checks of a second are spread over it, so that some wait for the next push.
      await time.advance(2_000 + 53 * round);
      const pushed = pushes.length;
      const snapshot = await engine.request('app.snapshot', {});
      if (pushes.length > pushed) waited++;
      await time.advance(3_000);
      const later = pushes.filter(({ seq }) => seq > snapshot.seq);
      expect(later.map(({ seq }) => seq)).toEqual(later.map((_, n) => snapshot.seq + 1 + n));
      const now = await engine.request('app.snapshot', {});
      const until = pushes.filter(({ seq }) => seq > snapshot.seq && seq <= now.seq);
      for (const id of ids) {
        const recent = ({ endpoints }: typeof now) =>
          endpoints.find(({ endpoint }) => endpoint.id === id)?.recent.at ?? [];
        const before = new Set(recent(snapshot));
        expect(recent(now).filter((at) => !before.has(at))).toHaveLength(checksIn(until, id));
      }
    }
    expect(waited).toBeGreaterThan(0);
  });

  it('answers a snapshot in pages, with the open incidents of each page and ended ones on the first', async () => {
    const { network, engine, time } = await setUpEngine();
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

  it('continues after a restart with its endpoints, their history and an open incident', async () => {
    const ports = createFakePorts();
    const store = neverClosed(createMemoryStore());
    const first = await setUpEngine({ ports, store });
    first.network.answer = () => refused;
    const id = await first.add({ retries: 0 });
    await ports.time.advance(5000);
    await first.engine.dispose();
    expect(ports.notifications.length).toBe(1);
    const second = await setUpEngine({ ports, store });
    expect((await second.stateOf(id))?.status).toBe('pending');
    second.network.answer = () => refused;
    await ports.time.advance(5000);
    expect((await second.stateOf(id))?.status).toBe('down');
    expect(ports.notifications.length).toBe(1);
    const incidents = await second.engine.request('incidents.list', { limit: 10 });
    expect(incidents.map(({ failures }) => failures)).toEqual([2]);
    expect((await second.stateOf(id))?.since).toBe(incidents[0]?.startedAt);
  });

  it('cancels checks in flight, refuses requests and leaves no timer when it stops', async () => {
    const { engine, time, network, add } = await setUpEngine();
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

  it('reports an unavailable store when the store says so, and a bug otherwise', async () => {
    const store = createMemoryStore();
    let error: Error = new StoreError(problemOf('store.bug', {}));
    const { engine, ports } = await setUpEngine({ store: { ...store, saveSettings: () => Promise.reject(error) } });
    const update = () => engine.request('settings.update', { settings: { notifications: false } });
    await expect(update()).rejects.toMatchObject({
      reason: 'store',
      params: { problem: { code: 'store.bug' } },
    });
    error = new TypeError('x is not a function');
    await expect(update()).rejects.toMatchObject({ code: 'internal' });
    expect(ports.lines.filter(({ level }) => level === 'error').map(({ facts }) => facts?.['error'])).toEqual([
      expect.any(StoreError),
      error,
    ]);
  });
});

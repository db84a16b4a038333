/** What refers to an endpoint by name follows when the endpoint is renamed. */
import { describe, expect, it } from 'vitest';
import type { EndpointInput } from '../contract/model/endpoint.ts';
import { findKind } from './check/registry.ts';
import { createMemoryStore } from './store/memory-store.ts';
import type { Store } from './store/store.ts';
import { refused, setUpEngine } from './testing/engine-setup.ts';

async function setUp() {
  const kinds = ['group', 'steps'].flatMap((name) => findKind(name) ?? []);
  const store = createMemoryStore();
  const { engine, time, network, stateOf } = await setUpEngine({ kinds, store });
  const add = async (...inputs: readonly EndpointInput[]) => {
    const endpoints = await engine.request('endpoints.create', { endpoints: [...inputs] });
    return endpoints.map(({ id }) => id);
  };
  const rename = async (id: string | undefined, name: string) => {
    const config = await configOf(id);
    await engine.request('endpoints.update', { id: id ?? '', config: { ...config, kind: String(config?.kind), name } });
  };
  const configOf = async (id: string | undefined) =>
    (await engine.request('app.snapshot', {})).endpoints.find(({ endpoint }) => endpoint.id === id)?.endpoint.config;
  return { engine, store, time, network, stateOf, add, rename, configOf };
}

/** From now on, the store saves documents only when the test lets it. */
function holdDocuments(store: Store): () => void {
  const save = store.saveDocuments.bind(store);
  const { promise, resolve } = Promise.withResolvers<void>();
  store.saveDocuments = (...args) => promise.then(() => save(...args));
  return resolve;
}

const fake = (name: string, more: object = {}): EndpointInput => ({ kind: 'fake', target: name, name, ...more });
const journey = (name: string, steps: string): EndpointInput => ({ kind: 'steps', name, steps, interval: '1d' });
const SIGN_IN = 'GET http://127.0.0.1:1/';

describe('when an endpoint is renamed', () => {
  it('groups keep it as a member, with its weight', async () => {
    const { add, rename, configOf, time, stateOf } = await setUp();
    const weights = { A: '3', 'tag:x': '2' };
    const group = { kind: 'group', name: 'All', members: ['tag:x', 'A', 'B'], rule: 'weighted', weights };
    const [id, a] = await add(group, fake('A'), fake('B', { tags: ['x'] }));
    await rename(a, 'North');
    expect(await configOf(id)).toMatchObject({
      members: ['tag:x', 'North', 'B'],
      weights: { North: '3', 'tag:x': '2' },
    });
    await time.advance(11_000);
    expect((await stateOf(id ?? ''))?.status).toBe('up');
  });

  it('and another one keeps its old name, both are members', async () => {
    const { add, rename, configOf } = await setUp();
    const [id, a] = await add({ kind: 'group', name: 'All', members: ['A'] }, fake('A'), fake('A', { target: 'a2' }));
    await rename(a, 'North');
    expect(await configOf(id)).toMatchObject({ members: ['A', 'North'] });
  });

  it('journeys still run its steps, and their texts stay as they are', async () => {
    const { add, rename, configOf } = await setUp();
    const text = [
      '# journey Sign in',
      '  journey Sign in  ',
      'POST http://127.0.0.1:1/',
      'text',
      'journey Sign in',
      'end',
      'group Twice',
      'journey\tSign in',
      'end group',
    ];
    const [signIn, shop] = await add(journey('Sign in', SIGN_IN), journey('Shop', text.join('\r\n')));
    await rename(signIn, '$& Log in');
    const renamed = text.map((line, index) =>
      index === 1 || index === 7 ? line.replace('Sign in', () => '$& Log in') : line,
    );
    expect(await configOf(shop)).toMatchObject({ steps: renamed.join('\r\n') });
  });

  it('journeys follow only other journeys', async () => {
    const { add, rename, configOf } = await setUp();
    const [shop, signIn, other] = await add(
      journey('Shop', 'journey Sign in'),
      journey('Sign in', SIGN_IN),
      fake('Sign in'),
    );
    await rename(other, 'Page');
    expect(await configOf(shop)).toMatchObject({ steps: 'journey Sign in' });
    await rename(signIn, 'Log in');
    expect(await configOf(shop)).toMatchObject({ steps: 'journey Log in' });
  });

  it('although a group of lookout.yaml has it as a member, that is refused', async () => {
    const { engine, add, rename, configOf } = await setUp();
    const [a] = await add(fake('A'));
    await engine.syncFile([{ kind: 'group', name: 'All', members: ['A'] }]);
    await expect(rename(a, 'North')).rejects.toMatchObject({ reason: 'endpointInUse', params: { names: ['All'] } });
    expect(await configOf(a)).toMatchObject({ name: 'A' });
  });

  it('rules, windows, silences, objectives, reports and status pages are still about it', async () => {
    const { engine, add, rename } = await setUp();
    const [a, b] = await add(fake('A'), fake('B'));
    const match = { endpoints: ['A', b ?? ''] };
    const daily = { match, cron: '0 2 * * *', duration: '1h' };
    await engine.request('rules.save', { rule: { name: 'R', match, channels: [] } });
    await engine.request('maintenance.save', { window: { name: 'W', ...daily } });
    await engine.request('silences.save', { silence: { name: 'S', ...daily } });
    await engine.request('objectives.save', { objective: { name: 'O', match, target: 99 } });
    await engine.request('reportSchedules.save', { schedule: { name: 'M', match, folder: '/tmp' } });
    const section = { title: 'All', match, endpoints: true };
    await engine.request('statusPages.save', {
      page: { name: 'p', title: 'P', sections: [section], publicNames: { A: 'Shop', C: 'Other' } },
    });
    await rename(a, 'North');
    const after = { match: { endpoints: ['North', b] } };
    expect((await engine.request('rules.list', {}))[0]).toMatchObject({ config: after, endpoints: 2 });
    expect((await engine.request('maintenance.list', {}))[0]).toMatchObject({ config: after, endpoints: 2 });
    expect((await engine.request('silences.list', {}))[0]).toMatchObject({ config: after, endpoints: 2 });
    expect((await engine.request('objectives.list', {}))[0]).toMatchObject({ config: after, endpoints: [a, b] });
    await expect.poll(async () => (await engine.request('reportSchedules.list', {}))[0]?.config).toMatchObject(after);
    const page = await engine.request('statusPages.public', { name: 'p' });
    expect(JSON.stringify(page)).toContain('Shop');
    expect(JSON.stringify(page)).not.toContain('North');
    expect((await engine.request('statusPages.list', {}))[0]?.config.publicNames).toEqual({
      North: 'Shop',
      C: 'Other',
    });
  });

  it('its alert goes on, although checks end before the new names are stored', async () => {
    const { engine, store, time, network, add, rename } = await setUp();
    const [a] = await add(fake('A', { interval: 10_000, retries: 0 }));
    const match = { endpoints: ['A'] };
    await engine.request('rules.save', { rule: { name: 'R', match, channels: [] } });
    await engine.request('silences.save', { silence: { name: 'S', match, cron: '0 2 * * *', duration: '1h' } });
    network.answer = () => refused;
    await time.advance(11_000);
    const alertsOf = async () =>
      (await engine.request('alerts.list', { limit: 10 })).map(({ id, endedAt }) => ({ id, endedAt }));
    const before = await alertsOf();
    expect(before).toEqual([{ id: expect.any(String), endedAt: null }]);
    const save = holdDocuments(store);
    const renamed = rename(a, 'North');
    await time.advance(15_000);
    expect(await alertsOf()).toEqual(before);
    save();
    await renamed;
    await time.advance(15_000);
    expect(await alertsOf()).toEqual(before);
  });

  it('the endpoint stays in maintenance, and its new name stays off public pages, before they are stored', async () => {
    const { engine, store, time, network, stateOf, add, rename } = await setUp();
    const [a = ''] = await add(fake('A', { interval: 10_000, retries: 0 }));
    const match = { endpoints: ['A'] };
    const now = time.clock.now();
    await engine.request('maintenance.save', { window: { name: 'W', match, from: now, to: now + 3_600_000 } });
    const section = { title: 'All', match: {}, endpoints: true };
    await engine.request('statusPages.save', {
      page: { name: 'p', title: 'P', sections: [section], publicNames: { A: 'Shop' } },
    });
    network.answer = () => refused;
    const save = holdDocuments(store);
    const renamed = rename(a, 'North');
    await time.advance(15_000);
    expect((await stateOf(a))?.status).toBe('maintenance');
    expect(JSON.stringify(await engine.request('statusPages.public', { name: 'p' }))).not.toContain('North');
    save();
    await renamed;
    expect((await engine.request('incidents.list', { limit: 10 })).length).toBe(0);
  });

  it('a window that a person saves at the same time follows, too', async () => {
    const { engine, store, add, rename } = await setUp();
    const [a] = await add(fake('A'));
    const window = { name: 'W', match: { endpoints: ['A'] }, cron: '0 2 * * *', duration: '1h' };
    const { id } = await engine.request('maintenance.save', { window });
    const save = holdDocuments(store);
    const saved = engine.request('maintenance.save', { id, window: { ...window, duration: '2h' } });
    const renamed = rename(a, 'North');
    save();
    await Promise.all([saved, renamed]);
    const after = { match: { endpoints: ['North'] }, duration: 7_200_000 };
    expect(await engine.request('maintenance.list', {})).toMatchObject([{ config: after }]);
    const [stored] = await store.documents({ collection: 'maintenance' });
    expect(JSON.parse(stored?.json ?? '')).toMatchObject({ config: after });
  });
});

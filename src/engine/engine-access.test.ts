/** Named tokens, what they allow, and the audit log, in a whole engine. */
import { describe, expect, it } from 'vitest';
import { CHANNELS, type Channel } from '../contract/channels/index.ts';
import { scopeOf } from '../contract/channels/scopes.ts';
import { firstKind } from './check/first-kind.ts';
import { createMemoryStore } from './store/memory-store.ts';
import { neverClosed, setUpEngine } from './testing/engine-setup.ts';

type Setup = Awaited<ReturnType<typeof setUpEngine>>;
const callerOf = ({ engine }: Setup, token: string) => {
  const caller = engine.callerOf(token);
  if (caller === null) throw new Error('The token is not known');
  return caller;
};
const audit = ({ engine }: Setup, limit = 100) => engine.request('audit.list', { limit });

describe('named tokens', () => {
  it('are shown once, and only their hash is stored', async () => {
    const store = createMemoryStore();
    const setup = await setUpEngine({ store: neverClosed(store) });
    const { token, view } = await setup.engine.request('tokens.create', { name: 'Grafana', scope: 'read' });
    expect(token).toMatch(/^lookout_[\w-]{43}$/u);
    expect(view).toMatchObject({ name: 'Grafana', scope: 'read', lastUsedAt: null });
    expect(callerOf(setup, token)).toEqual({ name: 'Grafana', scope: 'read' });
    await store.flush();
    const stored = await Promise.all(['token', 'audit'].map((collection) => store.documents({ collection })));
    expect(stored[0]).toHaveLength(1);
    expect(stored[1]).toHaveLength(1);
    const visible = JSON.stringify([stored, await setup.engine.request('tokens.list', {}), await audit(setup)]);
    expect(visible).not.toContain(token);
    expect(visible).not.toContain(token.slice('lookout_'.length));
  });

  it('work after a restart, until they are revoked', async () => {
    const store = createMemoryStore();
    const first = await setUpEngine({ store: neverClosed(store) });
    const { token, view } = await first.engine.request('tokens.create', { name: 'CI', scope: 'operate' });
    await first.engine.dispose();
    const second = await setUpEngine({ store: neverClosed(store) });
    expect(callerOf(second, token)).toEqual({ name: 'CI', scope: 'operate' });
    expect(await second.engine.request('tokens.list', {})).toMatchObject([{ lastUsedAt: second.time.clock.now() }]);
    await second.engine.request('tokens.revoke', { ids: [view.id] });
    expect(second.engine.callerOf(token)).toBeNull();
    expect(await second.engine.request('tokens.list', {})).toEqual([]);
    expect(await store.documents({ collection: 'token' })).toEqual([]);
  });

  it('have names of their own', async () => {
    const { engine } = await setUpEngine();
    await engine.request('tokens.create', { name: 'CI', scope: 'read' });
    await expect(engine.request('tokens.create', { name: ' CI ', scope: 'admin' })).rejects.toMatchObject({
      issues: [{ path: 'name', code: 'nameTaken' }],
    });
    expect(engine.callerOf('lookout_guess')).toBeNull();
    expect(engine.callerOf('')).toBeNull();
  });
});

it('pushes that tokens, sources and the audit log have changed, for the pages of other people', async () => {
  const { engine, pushes, changes } = await setUpEngine();
  const changedBy = async <T>(send: () => T): Promise<readonly [Awaited<T>, string[]]> => {
    pushes.length = 0;
    const answer = await send();
    // It sends what waits.
    await engine.request('app.snapshot', {});
    return [answer, changes('changed').map(({ what }) => what)];
  };
  const [{ view, token }, created] = await changedBy(() =>
    engine.request('tokens.create', { name: 'CI', scope: 'read' }),
  );
  expect(created).toEqual(['tokens', 'audit']);
  expect((await changedBy(() => engine.callerOf(token)))[1]).toEqual(['tokens']);
  const revoked = await changedBy(() => engine.request('tokens.revoke', { ids: [view.id] }));
  expect(revoked[1]).toEqual(['tokens', 'audit']);
  const source = { name: 'Berlin', address: 'http://127.0.0.1:1', token: 'lookout_abc' };
  const [{ id }, saved] = await changedBy(() => engine.request('sources.save', { source }));
  expect(saved).toEqual(['sources', 'audit']);
  const removed = await changedBy(() => engine.request('sources.remove', { ids: [id] }));
  expect(removed[1]).toEqual(['sources', 'audit']);
});

describe('scopes', () => {
  it.each(Object.keys(CHANNELS) as Channel[])(
    '%s is refused to a smaller scope, whatever its arguments',
    async (channel) => {
      const { engine } = await setUpEngine();
      const needed = scopeOf(channel);
      const smaller = needed === 'admin' ? ['read', 'operate'] : needed === 'operate' ? ['read'] : [];
      for (const scope of smaller as ('read' | 'operate')[]) {
        const refused = engine.handle(channel, { anything: 1 }, { name: 'CI', scope });
        await expect(refused).rejects.toMatchObject({ code: 'forbidden', reason: 'scope' });
      }
      // The arguments are looked at only then.
      const scope = needed;
      await expect(engine.handle(channel, { anything: 1 }, { name: 'CI', scope })).rejects.toMatchObject({
        code: 'invalid',
      });
    },
  );
});

it('a token that may build a report may also follow and cancel it', () => {
  expect((['reports.build', 'reports.progress', 'reports.cancel'] as const).map(scopeOf)).toEqual([
    'read',
    'read',
    'read',
  ]);
});

describe('the audit log', () => {
  it('notes who changed what, with what was there before, and no secret', async () => {
    const setup = await setUpEngine();
    const { engine, add } = setup;
    const id = await add({ target: 'a', note: 'old' });
    await engine.handle(
      'endpoints.update',
      { id, config: { kind: 'fake', target: 'b', note: 'new' } },
      { name: 'CI', scope: 'admin' },
    );
    const [update, create] = await audit(setup);
    expect(create).toMatchObject({
      by: null,
      request: 'endpoints.create',
      items: [{ id, changes: [{ field: null, before: null }] }],
    });
    expect(update).toMatchObject({ by: 'CI', request: 'endpoints.update', more: 0 });
    expect(update?.items).toMatchObject([
      { id, changes: expect.arrayContaining([{ field: 'note', before: 'old', after: 'new' }]) },
    ]);
  });

  it('notes pauses, settings and removals, and no reading', async () => {
    const setup = await setUpEngine();
    const { engine, add } = setup;
    const id = await add();
    await engine.request('endpoints.pause', { ids: [id] });
    await engine.request('settings.update', { settings: { maxConcurrent: 7 } });
    await engine.request('app.snapshot', {});
    await engine.request('endpoints.remove', { ids: [id] });
    const entries = await audit(setup);
    expect(entries.map(({ request }) => request)).toEqual([
      'endpoints.remove',
      'settings.update',
      'endpoints.pause',
      'endpoints.create',
    ]);
    expect(entries[2]?.items[0]?.changes).toContainEqual({ field: 'paused', before: false, after: true });
    expect(entries[1]?.items[0]?.changes).toEqual([{ field: 'maxConcurrent', before: 500, after: 7 }]);
    expect(entries[0]?.items[0]?.changes).toMatchObject([{ field: null, after: null }]);
  });

  it('does not note requests that change nothing', async () => {
    const setup = await setUpEngine();
    const { engine } = setup;
    await engine.request('alerts.preview', { event: 'down', titleTemplate: '{{ name }}' });
    await engine.request('config.export', { format: 'yaml' });
    await engine.request('config.plan', { endpoints: [] });
    await engine.request('maintenance.planned', { from: 0, to: 1 });
    await engine.request('reports.progress', { job: 'none' });
    await engine.request('reportSchedules.list', {});
    expect(await audit(setup)).toEqual([]);
  });

  it('records the changes of an objective, but not whether it is met', async () => {
    const setup = await setUpEngine();
    const { engine, add } = setup;
    await add({ objective: 99.9 });
    const { id } = await engine.request('objectives.save', { objective: { name: 'Shop', target: 99 } });
    await engine.request('objectives.save', { id, objective: { name: 'Shop', target: 95 } });
    const [entry] = await audit(setup, 1);
    expect(entry?.items).toMatchObject([{ id, name: 'Shop', changes: [{ field: 'config', after: { target: 95 } }] }]);
  });

  it('records everything that applying a config changes, and nothing else', async () => {
    const setup = await setUpEngine();
    const { engine } = setup;
    const fake = (name: string, more: object = {}) => ({ kind: 'fake', target: name, name, ...more });
    const hook = { kind: 'webhook', name: 'Ops', url: 'http://127.0.0.1:1/', secret: 'hunter2' };
    const rule = { name: 'All', channels: ['Ops'] };
    const objective = { name: 'Shop', target: 99 };
    const before = { endpoints: [fake('a'), fake('b')], channels: [hook], rules: [rule], objectives: [objective] };
    await engine.request('config.apply', before);
    const [first] = await audit(setup, 1);
    expect(first?.items.map(({ name }) => name).toSorted()).toEqual(['All', 'Ops', 'Shop', 'a', 'b']);
    const note = 'Call Ann';
    const after = { ...before, endpoints: [fake('a', { note })], objectives: [{ ...objective, target: 95 }] };
    await engine.request('config.apply', { ...after, remove: true });
    const [entry] = await audit(setup, 1);
    expect(entry).toMatchObject({ request: 'config.apply', more: 0 });
    expect(entry?.items).toMatchObject([
      { name: 'a', changes: [{ field: 'note', before: '', after: note }] },
      { name: 'b', changes: [{ field: null, after: null }] },
      { name: 'Shop', changes: [{ field: 'config', after: { target: 95 } }] },
    ]);
    expect(JSON.stringify(await audit(setup))).not.toContain('hunter');
  });

  it('names what applying a config changes, also when it changes only a secret, at most 50 of them', async () => {
    const setup = await setUpEngine();
    const { engine } = setup;
    const hook = (secret: string) => ({ kind: 'webhook', name: 'Ops', url: 'http://127.0.0.1:1/', secret });
    // Other things of the same name do not change.
    const shop = { kind: 'fake', target: 'shop', name: 'Ops' };
    const rule = { name: 'Ops', channels: [] };
    await engine.request('config.apply', { endpoints: [shop], channels: [hook('hunter2')], rules: [rule] });
    const [channel] = await engine.request('channels.list', {});
    await engine.request('config.apply', { endpoints: [shop], channels: [hook('hunter3')], rules: [rule] });
    const [entry] = await audit(setup, 1);
    expect(entry).toMatchObject({ request: 'config.apply', more: 0 });
    expect(entry?.items).toEqual([{ id: channel?.id, name: 'Ops', changes: [] }]);
    const many = Array.from({ length: 60 }, (_, n) => ({ kind: 'fake', target: `new ${n}`, name: `new ${n}` }));
    await engine.request('config.apply', { endpoints: many, channels: [hook('hunter3')], remove: true });
    const [last] = await audit(setup, 1);
    expect([last?.items.length, last?.more]).toEqual([50, 11]);
    // What was removed comes before what was added.
    expect(last?.items[0]).toMatchObject({ name: 'Ops', changes: [{ field: null, after: null }] });
    expect(JSON.stringify(await audit(setup))).not.toContain('hunter');
  });

  it('masks the secrets of endpoints', async () => {
    const setup = await setUpEngine({ kinds: [firstKind] });
    const { engine } = setup;
    const input = {
      kind: 'http',
      url: 'http://127.0.0.1:1/',
      username: 'me',
      password: 'hunter2',
      headers: { 'X-Token': 'hunter3' },
    };
    const [endpoint] = await engine.request('endpoints.create', { endpoints: [input] });
    if (endpoint === undefined) throw new Error('Nothing was added');
    const config = { ...input, password: 'hunter4', url: 'http://127.0.0.1:2/' };
    await engine.request('endpoints.update', { id: endpoint.id, config });
    const text = JSON.stringify(await audit(setup));
    expect(text).toContain('http://127.0.0.1:2/');
    expect(text).not.toMatch(/hunter\d/u);
  });

  it('cuts what is long, and counts what is much', async () => {
    const setup = await setUpEngine();
    const { engine } = setup;
    const endpoints = Array.from({ length: 60 }, (_, index) => ({
      kind: 'fake',
      target: `t${index}`,
      note: 'x'.repeat(5_000),
    }));
    await engine.request('endpoints.create', { endpoints });
    const [entry] = await audit(setup, 1);
    expect([entry?.items.length, entry?.more]).toEqual([50, 10]);
    expect(JSON.stringify(entry).length).toBeLessThan(200_000);
  });
});

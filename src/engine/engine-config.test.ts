/** Plans and applies a whole lookout.yaml. */
import { describe, expect, it } from 'vitest';
import type { ConfigContent } from '../contract/channels/config.ts';
import { StoreError } from './store/store.ts';
import { createMemoryStore } from './store/memory-store.ts';
import { setUpEngine } from './testing/engine-setup.ts';

const fake = (name: string, more: object = {}) => ({ kind: 'fake', target: name, name, ...more });
const HOOK = { kind: 'webhook', name: 'Ops', url: 'http://127.0.0.1:1/', secret: 'hunter2' };
const daily = { cron: '0 2 * * *', duration: '1h' };
const section = { title: 'All', match: { group: 'Shop' } };

/** A config with everything. */
const ALL = {
  endpoints: [fake('Shop', { group: 'Shop' }), fake('Router')],
  maintenance: [{ name: 'Patch', match: { endpoints: ['Shop', 'Router'] }, ...daily }],
  silences: [{ name: 'Night', match: { endpoints: ['Shop'] }, ...daily }],
  objectives: [{ name: 'Shop', match: { group: 'Shop' }, target: 99.9, window: '30d' }],
  statusPages: [{ name: 'shop', title: 'Shop', sections: [section], publicNames: { Shop: 'Our shop' } }],
  channels: [HOOK, { kind: 'desktop', name: 'Desk' }],
  rules: [
    { name: 'Down', match: { endpoints: ['Shop'] }, channels: ['Ops'], steps: [{ after: '5m', channels: ['Desk'] }] },
  ],
} satisfies ConfigContent;
const NOTHING: ConfigContent = {
  endpoints: [],
  maintenance: [],
  silences: [],
  objectives: [],
  statusPages: [],
  channels: [],
  rules: [],
};

async function setUp() {
  const setup = await setUpEngine();
  const { engine } = setup;
  const plan = (content: ConfigContent) => engine.request('config.plan', content);
  const apply = (content: ConfigContent) => engine.request('config.apply', content);
  const named = (entries: readonly { readonly list: string; readonly name: string }[]) =>
    entries.map(({ list, name }) => `${list} ${name}`);
  return { ...setup, plan, apply, named };
}

describe('applying a config', () => {
  it('adds everything, and then there is no difference', async () => {
    const { plan, apply, named, engine } = await setUp();
    const planned = await plan(ALL);
    expect(named(planned.add)).toEqual([
      'endpoints Shop',
      'endpoints Router',
      'maintenance Patch',
      'silences Night',
      'objectives Shop',
      'statusPages shop',
      'channels Ops',
      'channels Desk',
      'rules Down',
    ]);
    expect(await apply(ALL)).toEqual({ ...planned, failed: null });
    const nothing = { add: [], change: [], remove: [], kept: 0, skipped: [] };
    expect(await plan({ ...ALL, remove: true })).toEqual({ ...nothing, unchanged: 9 });
    expect(JSON.stringify(await engine.request('channels.list', {}))).not.toContain('hunter2');
  });

  it('changes what differs, and keeps its id', async () => {
    const { plan, apply, named, engine } = await setUp();
    await apply(ALL);
    const [rule] = await engine.request('rules.list', {});
    const [channel] = await engine.request('channels.list', {});
    const changed = {
      ...ALL,
      maintenance: [{ ...ALL.maintenance[0], duration: '2h' }],
      channels: [{ ...HOOK, secret: 'hunter3' }, ALL.channels[1] ?? {}],
      // The same rule with another name.
      rules: [{ ...ALL.rules[0], name: 'Trouble' }],
    };
    const planned = await plan(changed);
    expect(planned.change.map(({ list, name, fields }) => [list, name, fields])).toEqual([
      ['maintenance', 'Patch', ['duration']],
      ['channels', 'Ops', ['secret']],
      ['rules', 'Trouble', ['name']],
    ]);
    expect([...planned.add, ...planned.remove]).toEqual([]);
    await apply(changed);
    expect((await plan(changed)).change).toEqual([]);
    expect((await engine.request('rules.list', {}))[0]?.id).toBe(rule?.id);
    expect(named(planned.change)).not.toContain('hunter');
    expect((await engine.request('channels.list', {})).map(({ id }) => id)).toContain(channel?.id);
  });

  it('removes only with `remove`, and only in the lists that the config has', async () => {
    const { plan, apply, named } = await setUp();
    await apply(ALL);
    expect(await plan(NOTHING)).toMatchObject({ remove: [], kept: 9 });
    const { rules: _, ...withoutRules } = NOTHING;
    await expect(plan({ ...withoutRules, remove: true })).rejects.toMatchObject({
      reason: 'channelNeeded',
      params: { name: 'Ops', names: ['Down'] },
    });
    expect(named((await apply({ endpoints: [], silences: [], remove: true })).remove)).toEqual([
      'endpoints Shop',
      'endpoints Router',
      'silences Night',
    ]);
    expect((await apply({ ...NOTHING, remove: true })).remove).toHaveLength(6);
    expect(await plan({ ...NOTHING, remove: true })).toMatchObject({ remove: [], kept: 0 });
  });

  it('keeps silences without a name, which a config cannot have, and what is over', async () => {
    const { plan, engine, time, ports } = await setUp();
    await engine.request('silences.add', { match: {}, minutes: 60 });
    const now = ports.clock.now();
    const { from, to } = { from: now, to: now + 60_000 };
    await engine.request('maintenance.save', { window: { name: 'Move', from, to } });
    await time.advance(120_000);
    expect(await plan({ ...NOTHING, remove: true })).toMatchObject({ remove: [], kept: 2 });
    const again = {
      endpoints: [],
      maintenance: [
        { name: 'Move', from, to },
        { name: 'Other', from, to },
      ],
    };
    expect(await plan(again)).toMatchObject({ add: [], change: [], unchanged: 1, skipped: [{ name: 'Other' }] });
  });

  it('updates references to a renamed endpoint', async () => {
    const { plan, apply, engine } = await setUp();
    await apply(ALL);
    const [first] = (await engine.request('app.snapshot', {})).endpoints;
    const renamed = JSON.parse(
      JSON.stringify(ALL)
        .replaceAll('"name":"Shop","group"', '"name":"Store","group"')
        .replaceAll('["Shop"', '["Store"')
        .replace('"name":"Shop"}', '"name":"Store"}')
        .replace('{"Shop":', '{"Store":'),
    ) as typeof ALL;
    renamed.endpoints[0] = fake('Store', { group: 'Shop', target: 'Shop' });
    const planned = await plan(renamed);
    expect(planned).toMatchObject({ add: [], change: [{ list: 'endpoints', name: 'Store', fields: ['name'] }] });
    await apply(renamed);
    expect(await plan({ ...renamed, remove: true })).toMatchObject({ add: [], change: [], remove: [] });
    const { endpoints } = await engine.request('app.snapshot', {});
    expect(endpoints.find(({ endpoint }) => endpoint.config.name === 'Store')?.endpoint.id).toBe(first?.endpoint.id);
  });

  it('is refused as a whole when an entry is invalid, a channel is missing, or a name comes twice', async () => {
    const { apply, engine } = await setUp();
    const rules = [{ name: 'R', channels: ['Gone'] }];
    await expect(apply({ ...ALL, rules })).rejects.toMatchObject({
      issues: [{ code: 'noSuchChannel', path: 'rules[0].channels' }],
    });
    const objectives = [
      { name: 'O', target: 99 },
      { name: 'O', target: 1_000 },
      { name: 'O', target: 98 },
    ];
    await expect(apply({ ...ALL, objectives })).rejects.toMatchObject({
      issues: [
        { code: 'target', path: 'objectives[1].target' },
        { code: 'config.sameWindow', path: 'objectives[2].name', params: { other: 'objectives[0]' } },
      ],
    });
    await expect(apply({ ...ALL, endpoints: [fake('A', { dependsOn: ['B'] })] })).rejects.toMatchObject({
      issues: [{ code: 'noSuchEndpoint', path: 'endpoints[0].dependsOn' }],
    });
    expect((await engine.request('app.snapshot', {})).endpoints).toEqual([]);
    expect(await engine.request('maintenance.list', {})).toEqual([]);
  });

  it('keeps entries of the config file that Lookout follows, and refuses to change them', async () => {
    const { plan, engine } = await setUp();
    await engine.syncFile([fake('Shop')], {
      rules: [{ name: 'R', channels: [] }],
      objectives: [{ name: 'O', match: {}, target: 99, window: 86_400_000 }],
    });
    const own = {
      endpoints: [fake('Shop')],
      rules: [{ name: 'R', channels: [] }],
      objectives: [{ name: 'O', target: 99, window: '1d' }],
    };
    expect(await plan({ ...own, remove: true })).toMatchObject({ add: [], change: [], remove: [], unchanged: 3 });
    await expect(plan({ endpoints: [fake('Shop', { note: 'x' })] })).rejects.toMatchObject({ reason: 'inConfigFile' });
    await expect(plan({ ...own, rules: [{ name: 'R', channels: [], after: '1m' }] })).rejects.toMatchObject({
      reason: 'alertingInConfigFile',
    });
  });

  it('refuses to rename a channel that a rule of that file uses, before anything is changed', async () => {
    const { plan, apply, engine } = await setUp();
    await apply({ endpoints: [], channels: [HOOK] });
    await engine.syncFile([], { rules: [{ name: 'R', channels: ['Ops'] }] });
    const renamed = { ...NOTHING, maintenance: ALL.maintenance, channels: [{ ...HOOK, name: 'On call' }], rules: [] };
    const refused = { reason: 'channelInUse', params: { names: ['R'] } };
    await expect(plan(renamed)).rejects.toMatchObject(refused);
    await expect(apply(renamed)).rejects.toMatchObject(refused);
    expect(await engine.request('maintenance.list', {})).toEqual([]);
  });

  it('accepts references to endpoints that stay, and refuses those to removed ones', async () => {
    const { plan, apply } = await setUp();
    await apply({ endpoints: [fake('Router')] });
    const behind = { endpoints: [fake('Shop', { dependsOn: ['Router'] })] };
    expect(await plan(behind)).toMatchObject({ add: [{ name: 'Shop' }], kept: 1 });
    await expect(plan({ ...behind, remove: true })).rejects.toMatchObject({ issues: [{ code: 'noSuchEndpoint' }] });
  });

  it('does not bring back a removed endpoint that depends on a renamed one', async () => {
    const { plan, apply, named, engine } = await setUp();
    await apply({ endpoints: [fake('Router'), fake('Shop', { dependsOn: ['Router'] })] });
    const renamed = { endpoints: [fake('Gateway', { target: 'Router' })], remove: true };
    expect(named((await apply(renamed)).remove)).toEqual(['endpoints Shop']);
    const { endpoints } = await engine.request('app.snapshot', {});
    expect(endpoints.map(({ endpoint }) => endpoint.config.name)).toEqual(['Gateway']);
    expect(await plan(renamed)).toMatchObject({ change: [], remove: [] });
  });

  it('keeps references to the renamed endpoint when another endpoint with its name is removed', async () => {
    const { plan, apply, engine } = await setUp();
    await engine.request('endpoints.create', {
      endpoints: [fake('Router'), fake('Router', { target: 'old' }), fake('Shop', { dependsOn: ['Router'] })],
    });
    await engine.request('rules.save', { rule: { name: 'R', match: { endpoints: ['Router'] }, channels: [] } });
    const content = {
      endpoints: [fake('Gateway', { target: 'Router' }), fake('Shop', { dependsOn: ['Gateway'] })],
      rules: [{ name: 'R', match: { endpoints: ['Gateway'] }, channels: [] }],
      remove: true,
    };
    expect((await plan(content)).change.map(({ list }) => list)).not.toContain('rules');
    await apply(content);
    expect(await engine.request('rules.list', {})).toMatchObject([{ config: { match: { endpoints: ['Gateway'] } } }]);
    expect(await plan(content)).toMatchObject({ add: [], change: [], remove: [] });
  });
});

it('says what was applied and what was not when the store fails in between', async () => {
  const store = createMemoryStore();
  const { engine } = await setUpEngine({ store });
  const save = store.saveDocuments.bind(store);
  let fails = true;
  store.saveDocuments = (documents, removed) => {
    if (fails && documents.some(({ collection }) => collection === 'objective')) {
      return Promise.reject(new StoreError({ code: 'store.bug' }));
    }
    return save(documents, removed);
  };
  const applied = await engine.request('config.apply', ALL);
  expect(applied.failed).toMatchObject({
    problem: { reason: 'store' },
    left: { add: [{ name: 'Shop' }, { name: 'shop' }, { name: 'Down' }], change: [], remove: [] },
  });
  expect(applied.add.map(({ list }) => list)).toEqual([
    'maintenance',
    'silences',
    'channels',
    'channels',
    'endpoints',
    'endpoints',
  ]);
  fails = false;
  expect(await engine.request('config.apply', ALL)).toMatchObject({ failed: null, unchanged: 6, add: { length: 3 } });
});

it('says which entry is refused when something else changed while the config was applied', async () => {
  const store = createMemoryStore();
  const { engine } = await setUpEngine({ store });
  const save = store.saveDocuments.bind(store);
  store.saveDocuments = async (documents, removed) => {
    await save(documents, removed);
    if (!documents.some(({ collection }) => collection === 'objective')) return;
    const channels = await engine.request('channels.list', {});
    await engine.request('channels.remove', { ids: channels.map(({ id }) => id) });
  };
  const { failed } = await engine.request('config.apply', ALL);
  expect(failed?.problem.issues).toMatchObject([
    { code: 'noSuchChannel', path: 'rules[0].channels' },
    { code: 'noSuchChannel', path: 'rules[0].steps[0].channels' },
  ]);
  expect(failed?.left.add).toMatchObject([{ list: 'rules', name: 'Down' }]);
});

/** Channels and rules: how they are saved, renamed and removed, and what lookout.yaml brings. */
import { describe, expect, test } from 'vitest';
import { startChannelServer } from './alerts/testing/channel-server.ts';
import { createMemoryStore } from './store/memory-store.ts';
import { refused, setUpEngine } from './testing/engine-setup.ts';

describe('channels and rules', () => {
  test('are refused with the field and what is accepted', async () => {
    const { engine } = await setUpEngine();
    const issues = async (promise: Promise<unknown>) =>
      promise.then(
        () => [],
        (error: { issues: readonly { path: string; code: string }[] }) =>
          error.issues.map(({ path, code }) => `${path} ${code}`),
      );
    expect(await issues(engine.request('channels.save', { channel: { kind: 'webhok', name: 'a' } }))).toEqual([
      'channel.kind unknownChannelKind',
    ]);
    expect(
      await issues(
        engine.request('channels.save', { channel: { kind: 'webhook', name: '', url: 'ftp://x/', extra: 1 } }),
      ),
    ).toEqual(['channel.extra unknownField', 'channel.name textBetween', 'channel.url httpUrl']);
    const rule = { name: 'r', channels: ['nobody'], after: 'soon' };
    expect(await issues(engine.request('rules.save', { rule }))).toEqual(['rule.after duration']);
    expect(await issues(engine.request('rules.save', { rule: { ...rule, after: 0 } }))).toEqual([
      'rule.channels noSuchChannel',
    ]);
    const hours = { from: '25:00', timezone: 'Mars/Base' };
    expect(await issues(engine.request('rules.save', { rule: { name: 'r', channels: [], hours } }))).toEqual([
      'rule.hours.from timeOfDay',
      'rule.hours.timezone timezone',
    ]);
  });

  test('keep their secrets sealed, and never show them', async () => {
    const store = createMemoryStore();
    const { engine } = await setUpEngine({ store });
    const channel = {
      kind: 'webhook',
      name: 'hook',
      url: 'http://127.0.0.1:1/TOPSECRET',
      headers: { 'X-Key': 'HIDDEN7' },
    };
    const saved = await engine.request('channels.save', { channel });
    expect(saved.config).toMatchObject({ url: { $secret: true }, headers: { 'X-Key': { $secret: true } } });
    const documents = JSON.stringify(await store.documents({ collection: 'channel' }));
    expect(documents).not.toContain('TOPSECRET');
    expect(documents).not.toContain('HIDDEN7');
    const renamed = await engine.request('channels.save', {
      id: saved.id,
      channel: { ...saved.config, name: 'other' },
    });
    expect(renamed.config).toMatchObject({ name: 'other', url: { $secret: true } });
    const result = await engine.request('channels.test', { id: saved.id, channel: renamed.config });
    expect(result.outcome).toBe('retry');
    expect(result.answer).not.toContain('TOPSECRET');
  });

  test('keep their secrets out of answers, the outbox, notices and the log, even if the response repeats them', async () => {
    const server = await startChannelServer();
    server.answer = () => ({ status: 401, body: 'The key HIDDEN7SECRET of /TOPSECRET99 is wrong' });
    const { engine, network, time, add, ports } = await setUpEngine();
    const channel = {
      kind: 'webhook',
      name: 'hook',
      url: `${server.url}/TOPSECRET99`,
      headers: { 'X-Key': 'HIDDEN7SECRET' },
    };
    const { id } = await engine.request('channels.save', { channel });
    await engine.request('rules.save', { rule: { name: 'r', channels: ['hook'] } });
    const tried = await engine.request('channels.test', { id, channel });
    expect(tried.answer).toContain('HTTP 401');
    await add({ name: 'Shop', target: 'a' });
    await time.advance(1_000);
    network.answer = () => refused;
    await time.advance(60_000);
    await expect.poll(() => server.received.length).toBe(2);
    const seen = async () =>
      JSON.stringify([
        tried,
        await engine.request('alerts.deliveries', { limit: 10 }),
        await engine.request('channels.list', {}),
        (await engine.request('app.snapshot', {})).notices,
        ports.lines,
      ]);
    await expect.poll(seen).toContain('HTTP 401');
    expect(await seen()).not.toMatch(/TOPSECRET99|HIDDEN7SECRET/u);
  });

  test('a channel that is renamed is renamed in the rules', async () => {
    const { engine } = await setUpEngine();
    const { id } = await engine.request('channels.save', { channel: { kind: 'desktop', name: 'a' } });
    await engine.request('rules.save', {
      rule: { name: 'r', channels: ['a'], steps: [{ after: '5m', channels: ['a'] }] },
    });
    await engine.request('channels.save', { id, channel: { kind: 'desktop', name: 'b' } });
    expect((await engine.request('rules.list', {}))[0]?.config).toMatchObject({
      channels: ['b'],
      steps: [{ channels: ['b'] }],
    });
  });
});

describe('lookout.yaml', () => {
  test('defines channels and rules, which change with it and are removed with it', async () => {
    const server = await startChannelServer();
    const { engine } = await setUpEngine();
    const channels = [{ name: 'hook', kind: 'webhook', url: server.url }];
    const rules = [{ name: 'Everything', events: ['down', 'up'], channels: ['hook'] }];
    await engine.syncFile([], { channels, rules });
    const [before] = await engine.request('channels.list', {});
    expect(before).toMatchObject({ source: 'file', config: { name: 'hook', url: { $secret: true } } });
    expect(await engine.request('rules.list', {})).toMatchObject([{ source: 'file', config: { channels: ['hook'] } }]);
    const change = engine.request('channels.remove', { ids: [before?.id ?? ''] });
    await expect(change).rejects.toMatchObject({ reason: 'alertingInConfigFile' });
    await engine.syncFile([], { channels, rules: [{ ...rules[0], after: '5m' }] });
    expect((await engine.request('channels.list', {}))[0]?.id).toBe(before?.id);
    expect(await engine.request('rules.list', {})).toMatchObject([{ config: { after: 300_000 } }]);
    await engine.syncFile([], {});
    expect(await engine.request('channels.list', {})).toEqual([]);
    expect(await engine.request('rules.list', {})).toEqual([]);
  });

  test('is refused as a whole when a rule names a channel that does not exist', async () => {
    const { engine } = await setUpEngine();
    const sync = engine.syncFile([], {
      channels: [{ name: 'a', kind: 'desktop' }],
      rules: [{ name: 'r', channels: ['b'] }],
    });
    await expect(sync).rejects.toMatchObject({
      issues: [{ path: 'rules[0].channels', code: 'noSuchChannel', params: { name: 'b', options: ['a'] } }],
    });
    expect(await engine.request('channels.list', {})).toEqual([]);
  });
});

test('a channel that a rule of lookout.yaml uses cannot be renamed or removed', async () => {
  const { engine } = await setUpEngine();
  const { id, config } = await engine.request('channels.save', { channel: { kind: 'desktop', name: 'ops' } });
  await engine.syncFile([], { rules: [{ name: 'r', channels: ['ops'] }] });
  const inUse = { reason: 'channelInUse', params: { names: ['r'] } };
  await expect(engine.request('channels.remove', { ids: [id] })).rejects.toMatchObject(inUse);
  await expect(engine.request('channels.save', { id, channel: { ...config, name: 'b' } })).rejects.toMatchObject(inUse);
  const doubled = engine.syncFile([], { channels: [{ kind: 'desktop', name: 'ops' }], rules: [] });
  await expect(doubled).rejects.toMatchObject({ issues: [{ path: 'channels[0].name', code: 'nameTaken' }] });
  await engine.syncFile([], {});
  await engine.request('rules.save', { rule: { name: 'mine', channels: ['ops'] } });
  await engine.request('channels.remove', { ids: [id] });
  expect((await engine.request('rules.list', {}))[0]?.config.channels).toEqual([]);
});

/** From a failed check to a message at a webhook, through the whole engine. */
import { describe, expect, test, vi } from 'vitest';
import type { Failure } from '../contract/model/failure.ts';
import { startChannelServer, type ChannelServer } from './alerts/testing/channel-server.ts';
import { createMemoryStore } from './store/memory-store.ts';
import { neverClosed, refused, setUpEngine } from './testing/engine-setup.ts';

type Setup = Awaited<ReturnType<typeof setUpEngine>>;

interface Body {
  readonly id: string;
  readonly dedupKey: string;
  readonly event: string;
  readonly title: string;
  readonly text: string;
  readonly endpoint: { readonly name: string; readonly target: string };
  readonly endpointCount: number;
}

async function alerting(rule: Record<string, unknown> = {}, options: Parameters<typeof setUpEngine>[0] = {}) {
  const server = await startChannelServer();
  const subject = await setUpEngine(options);
  await subject.engine.request('channels.save', {
    channel: { kind: 'webhook', name: 'hook', url: `${server.url}/alerts` },
  });
  await subject.engine.request('rules.save', { rule: { name: 'Everything', channels: ['hook'], ...rule } });
  return { server, ...subject };
}

const bodies = ({ received }: ChannelServer): Body[] => received.map(({ json }) => json as Body);
const titles = (server: ChannelServer): string[] => bodies(server).map(({ title }) => title);

/** Lets requests arrive: they use real sockets, while the time of the engine stands still. */
async function arrived(server: ChannelServer, count: number): Promise<void> {
  await vi.waitFor(() => expect(server.received.length).toBeGreaterThanOrEqual(count), { timeout: 10_000 });
}

/** Waits until nothing more is on its way. */
async function quiet({ engine }: Setup): Promise<void> {
  await vi.waitFor(
    async () => expect(await engine.request('alerts.deliveries', { open: true, limit: 200 })).toEqual([]),
    { timeout: 10_000 },
  );
}

const failFor =
  (...targets: readonly string[]) =>
  (target: string): Failure | null =>
    targets.includes(target) ? refused : null;

describe('an outage', () => {
  test('is reported to the channels of a rule, and so is its end', async () => {
    const subject = await alerting();
    const { server, network, time, add } = subject;
    await add({ name: 'Shop', target: 'shop.example' });
    await time.advance(1_000);
    network.answer = failFor('shop.example');
    await time.advance(20_000);
    await arrived(server, 1);
    expect(server.received[0]?.path).toBe('/alerts');
    expect(bodies(server)[0]).toMatchObject({
      event: 'down',
      title: 'Shop is down',
      endpoint: { name: 'Shop', target: 'shop.example', kind: 'fake' },
      incident: { startedAt: expect.stringMatching(/^2026-01-01T00:00:\d\d/u), resolvedAt: null },
    });
    expect(bodies(server)[0]?.text).toContain('Cause: Nothing listens there.');
    expect(server.received[0]?.headers['idempotency-key']).toBe(bodies(server)[0]?.dedupKey);
    network.answer = () => null;
    await time.advance(20_000);
    await arrived(server, 2);
    expect(bodies(server)[1]).toMatchObject({
      event: 'up',
      id: bodies(server)[0]?.id,
      title: expect.stringMatching(/^Shop is back after \d+ s$/u),
    });
    await quiet(subject);
    const [alert] = await subject.engine.request('alerts.list', { limit: 10 });
    expect(alert).toMatchObject({ state: 'resolved', memberCount: 1, activeCount: 0 });
    expect(alert?.log.map(({ what }) => what)).toEqual(['began', 'sent', 'resolved']);
  });

  test('of several endpoints is one message that names what they have in common', async () => {
    const { server, network, time, add } = await alerting();
    // The message waits for three seconds; with this interval, all of them fail within two.
    const more = { group: 'Production', interval: 2_000 };
    for (const name of ['a', 'b', 'c']) await add({ name, target: `${name}.example`, ...more });
    await time.advance(1_000);
    network.answer = () => refused;
    await time.advance(20_000);
    await arrived(server, 1);
    expect(titles(server)).toEqual(['3 endpoints are down']);
    expect(bodies(server)[0]?.text).toContain('In common: The group Production');
    expect(bodies(server)[0]?.endpointCount).toBe(3);
  });

  test('that ends before the time of the rule is reported to nobody', async () => {
    const { server, network, time, add, engine } = await alerting({ after: '5m' });
    await add({ target: 'a' });
    await time.advance(1_000);
    network.answer = () => refused;
    await time.advance(60_000);
    expect(await engine.request('alerts.list', { open: true, limit: 10 })).toMatchObject([{ state: 'waiting' }]);
    network.answer = () => null;
    await time.advance(60_000);
    expect(await engine.request('alerts.list', { limit: 10 })).toMatchObject([{ state: 'dropped', firedAt: null }]);
    expect(server.received).toEqual([]);
  });

  test('concerns only the rules whose match includes the endpoint', async () => {
    const { server, network, time, add, engine } = await alerting({ match: { tag: 'prod' } });
    await add({ name: 'test', target: 'test', tags: ['test'] });
    const prod = await add({ name: 'prod', target: 'prod', tags: ['prod'] });
    await time.advance(1_000);
    network.answer = () => refused;
    await time.advance(20_000);
    await arrived(server, 1);
    expect(titles(server)).toEqual(['prod is down']);
    expect(await engine.request('rules.list', {})).toMatchObject([{ endpoints: 1 }]);
    expect(
      (await engine.request('alerts.list', { limit: 10 }))[0]?.members.map(({ endpointId }) => endpointId),
    ).toEqual([prod]);
  });

  test('is escalated and repeated until somebody acknowledges it', async () => {
    const second = await startChannelServer();
    const subject = await setUpEngine();
    const { server, network, time, add, engine } = { server: await startChannelServer(), ...subject };
    for (const [name, { url }] of [
      ['first', server],
      ['second', second],
    ] as const) {
      await engine.request('channels.save', { channel: { kind: 'webhook', name, url } });
    }
    const steps = [{ after: '10m', channels: ['second'] }];
    await engine.request('rules.save', { rule: { name: 'r', channels: ['first'], repeat: '15m', steps } });
    await add({ name: 'Shop', target: 'a' });
    await time.advance(1_000);
    network.answer = () => refused;
    await time.advance(9 * 60_000);
    await arrived(server, 1);
    expect(second.received).toEqual([]);
    await time.advance(2 * 60_000);
    await arrived(second, 1);
    expect(titles(second)).toEqual(['Shop is down']);
    await time.advance(16 * 60_000);
    await arrived(server, 2);
    await arrived(second, 2);
    expect(bodies(server)[1]).toMatchObject({
      event: 'reminder',
      title: expect.stringContaining('Shop is still down after'),
    });
    const [alert] = await engine.request('alerts.list', { open: true, limit: 1 });
    await engine.request('alerts.acknowledge', { ids: [alert?.id ?? ''], by: 'Ada', note: 'On it' });
    await time.advance(60 * 60_000);
    expect(server.received).toHaveLength(2);
    network.answer = () => null;
    await time.advance(20_000);
    await arrived(server, 3);
    await arrived(second, 3);
  });

  test('in a silence is reported when the silence ends, if it still lasts', async () => {
    const { server, network, time, add, engine, ports } = await alerting();
    await add({ name: 'Shop', target: 'a', group: 'g' });
    await time.advance(1_000);
    const silence = await engine.request('silences.add', { match: { group: 'g' }, minutes: 30, reason: 'Move' });
    network.answer = () => refused;
    await time.advance(60_000);
    expect((await engine.request('alerts.list', { open: true, limit: 1 }))[0]).toMatchObject({
      state: 'waiting',
      held: { reason: 'silence', name: 'Move' },
    });
    expect(ports.notifications).toEqual([]);
    expect(server.received).toEqual([]);
    await engine.request('silences.end', { ids: [silence.id] });
    await time.advance(1_000);
    await arrived(server, 1);
    expect(titles(server)).toEqual(['Shop is down']);
  });

  test('of an endpoint that is removed ends without a message', async () => {
    const subject = await alerting();
    const { server, network, time, add, engine } = subject;
    const id = await add({ target: 'a' });
    await time.advance(1_000);
    network.answer = () => refused;
    await time.advance(20_000);
    await arrived(server, 1);
    await engine.request('endpoints.remove', { ids: [id] });
    await time.advance(60_000);
    await quiet(subject);
    expect(server.received).toHaveLength(1);
    expect(await engine.request('alerts.list', { limit: 1 })).toMatchObject([{ state: 'resolved' }]);
  });
});

describe('many endpoints and bad channels', () => {
  test('a thousand endpoints that fail at once are one message', async () => {
    const subject = await alerting();
    const { server, network, time, engine } = subject;
    const endpoints = Array.from({ length: 1_000 }, (_, n) => ({
      kind: 'fake',
      target: `${n}`,
      interval: 10_000,
      retries: 0,
    }));
    await engine.request('endpoints.create', { endpoints });
    await time.advance(12_000);
    network.answer = () => refused;
    await time.advance(20_000);
    await arrived(server, 1);
    const [first] = bodies(server);
    const [alert] = await engine.request('alerts.list', { open: true, limit: 10 });
    expect(alert).toMatchObject({ memberCount: 1_000, activeCount: 1_000 });
    expect(alert?.members).toHaveLength(50);
    expect(first).toMatchObject({ event: 'down', title: expect.stringMatching(/endpoints are down$/u) as string });
    await time.advance(60_000);
    await quiet(subject);
    // The first message, and one that more endpoints have joined.
    expect(server.received.length).toBeLessThanOrEqual(2);
  });

  test('a channel that refuses the credentials is asked once, and the person is told once', async () => {
    const subject = await alerting();
    const { server, network, time, add, engine } = subject;
    server.answer = () => ({ status: 401, body: 'bad token' });
    await add({ target: 'a' });
    await time.advance(1_000);
    network.answer = () => refused;
    await time.advance(20_000);
    await arrived(server, 1);
    await quiet(subject);
    await time.advance(3_600_000);
    expect(server.received).toHaveLength(1);
    const notices = (await engine.request('app.snapshot', {})).notices.filter(({ code }) => code === 'alerts.failing');
    expect(notices).toMatchObject([{ params: { name: 'hook', problem: 'HTTP 401: bad token' } }]);
  });

  test('a channel that hangs delays neither checks nor another channel', async () => {
    const hanging = await startChannelServer();
    hanging.answer = () => null;
    const { server, network, time, engine, add, ports } = await alerting({ channels: ['hook'] });
    for (let n = 0; n < 20; n += 1) {
      await engine.request('channels.save', { channel: { kind: 'webhook', name: `slow ${n}`, url: hanging.url } });
      await engine.request('rules.save', { rule: { name: `rule ${n}`, channels: [`slow ${n}`] } });
    }
    await add({ name: 'Shop', target: 'a', interval: 1_000 });
    await time.advance(1_000);
    network.answer = () => refused;
    await time.advance(20_000);
    await arrived(server, 1);
    await arrived(hanging, 20);
    const before = network.runs.length;
    await time.advance(10_000);
    expect(network.runs.length - before).toBe(10);
    expect(ports.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

describe('a restart', () => {
  test('alerts what had not been sent, and ends what was open', async () => {
    const store = neverClosed(createMemoryStore());
    const first = await alerting({ after: '1m' }, { store });
    await first.add({ name: 'Shop', target: 'a' });
    await first.time.advance(1_000);
    first.network.answer = () => refused;
    await first.time.advance(20_000);
    await first.engine.dispose();
    expect(first.server.received).toEqual([]);

    const again = await setUpEngine({ store, ports: first.ports });
    again.network.answer = () => refused;
    await again.time.advance(120_000);
    await arrived(first.server, 1);
    expect(titles(first.server)).toEqual(['Shop is down']);
    await again.engine.dispose();

    const third = await setUpEngine({ store, ports: first.ports });
    await third.time.advance(60_000);
    await arrived(first.server, 2);
    expect(bodies(first.server)[1]).toMatchObject({ event: 'up', id: bodies(first.server)[0]?.id });
  });
});

describe('what is no news', () => {
  test('is trouble that lasts over a restart, and a change of something else', async () => {
    const store = neverClosed(createMemoryStore());
    const first = await alerting({}, { store });
    await first.add({ name: 'Shop', target: 'a' });
    await first.time.advance(1_000);
    first.network.answer = () => refused;
    await first.time.advance(120_000);
    await arrived(first.server, 1);
    await first.engine.request('rules.save', { rule: { name: 'Other', match: { tag: 'none' }, channels: ['hook'] } });
    await first.time.advance(120_000);
    await first.engine.dispose();
    const again = await setUpEngine({ store, ports: first.ports });
    again.network.answer = () => refused;
    await again.time.advance(300_000);
    await quiet(again);
    expect(titles(first.server)).toEqual(['Shop is down']);
  });

  test('is trouble from before a restart that is over at the first check after it', async () => {
    const store = neverClosed(createMemoryStore());
    const first = await alerting({ after: '10m' }, { store });
    await first.add({ name: 'Shop', target: 'a' });
    await first.time.advance(1_000);
    first.network.answer = () => refused;
    await first.time.advance(60_000);
    await first.engine.dispose();
    await first.time.advance(8 * 3_600_000);
    const again = await setUpEngine({ store, ports: first.ports });
    await again.time.advance(300_000);
    await quiet(again);
    expect(first.server.received).toEqual([]);
    expect(await again.engine.request('alerts.list', { limit: 1 })).toMatchObject([{ state: 'dropped' }]);
  });

  test('is an endpoint that is degraded after it was down: it is not back yet', async () => {
    const subject = await alerting();
    const { server, network, time, add } = subject;
    // Each check takes 10 ms.
    await add({ name: 'Shop', target: 'a', degradedAbove: 5 });
    await time.advance(1_000);
    network.answer = () => refused;
    await time.advance(20_000);
    await arrived(server, 1);
    network.answer = () => null;
    await time.advance(120_000);
    await arrived(server, 2);
    await quiet(subject);
    expect(titles(server)).toEqual(['Shop is down', 'Shop is degraded']);
  });

  test('is trouble that ended during planned work', async () => {
    const subject = await alerting({ after: '5m' });
    const { server, network, time, add, engine } = subject;
    const id = await add({ name: 'Shop', target: 'a' });
    await time.advance(1_000);
    network.answer = () => refused;
    await time.advance(60_000);
    await engine.request('maintenance.start', { ids: [id], minutes: 30 });
    await time.advance(10 * 60_000);
    network.answer = () => null;
    await time.advance(30 * 60_000);
    await quiet(subject);
    expect(server.received).toEqual([]);
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
  test('brings channels and rules, which change and go with it', async () => {
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

describe('planned work', () => {
  test('alerts nobody, and trouble that lasts longer is reported afterwards', async () => {
    const { server, network, time, add, engine } = await alerting();
    const id = await add({ name: 'Shop', target: 'a' });
    await time.advance(1_000);
    await engine.request('maintenance.start', { ids: [id], minutes: 10 });
    network.answer = () => refused;
    await time.advance(9 * 60_000);
    expect(server.received).toEqual([]);
    expect(await engine.request('alerts.list', { limit: 1 })).toEqual([]);
    await time.advance(5 * 60_000);
    await arrived(server, 1);
    expect(titles(server)).toEqual(['Shop is down']);
  });
});

test('acknowledging an endpoint acknowledges its open alerts and its incident', async () => {
  const subject = await alerting();
  const { server, network, time, add, engine } = subject;
  const id = await add({ name: 'Shop', target: 'shop.example' });
  const other = await add({ name: 'Other', target: 'other.example' });
  await time.advance(1_000);
  network.answer = failFor('shop.example');
  await time.advance(20_000);
  await arrived(server, 1);
  await engine.request('alerts.acknowledge', { endpoints: [other] });
  expect(await engine.request('alerts.list', { open: true, limit: 1 })).toMatchObject([{ acknowledged: null }]);
  expect(await engine.request('alerts.acknowledge', { endpoints: [id], by: 'Ada' })).toMatchObject([
    { acknowledged: { by: 'Ada' } },
  ]);
  const [incident] = await engine.request('incidents.list', { limit: 1 });
  expect(await engine.request('incidents.marks', { ids: [incident?.id ?? ''] })).toMatchObject([
    { acknowledged: { by: 'Ada' } },
  ]);
});

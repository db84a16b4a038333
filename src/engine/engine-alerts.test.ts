/** From a failed check to a message at a webhook, through the whole engine. */
import { describe, expect, test } from 'vitest';
import { startChannelServer } from './alerts/testing/channel-server.ts';
import { createMemoryStore } from './store/memory-store.ts';
import { arrived, bodiesOf, failFor, quiet, setUpAlerting, titlesOf } from './testing/alerting-setup.ts';
import { neverClosed, refused, setUpEngine } from './testing/engine-setup.ts';

describe('an outage', () => {
  test('is reported to the channels of a rule, and so is its end', async () => {
    const subject = await setUpAlerting();
    const { server, network, time, add } = subject;
    await add({ name: 'Shop', target: 'shop.example' });
    await time.advance(1_000);
    network.answer = failFor('shop.example');
    await time.advance(20_000);
    await arrived(server, 1);
    expect(server.received[0]?.path).toBe('/alerts');
    expect(bodiesOf(server)[0]).toMatchObject({
      event: 'down',
      title: 'Shop is down',
      endpoint: { name: 'Shop', target: 'shop.example', kind: 'fake' },
      incident: { startedAt: expect.stringMatching(/^2026-01-01T00:00:\d\d/u), resolvedAt: null },
    });
    expect(bodiesOf(server)[0]?.text).toContain('Cause: Nothing listens there.');
    expect(server.received[0]?.headers['idempotency-key']).toBe(bodiesOf(server)[0]?.dedupKey);
    network.answer = () => null;
    await time.advance(20_000);
    await arrived(server, 2);
    expect(bodiesOf(server)[1]).toMatchObject({
      event: 'up',
      id: bodiesOf(server)[0]?.id,
      title: expect.stringMatching(/^Shop is back after \d+ s$/u),
    });
    await quiet(subject);
    const [alert] = await subject.engine.request('alerts.list', { limit: 10 });
    expect(alert).toMatchObject({ state: 'resolved', memberCount: 1, activeCount: 0 });
    expect(alert?.log.map(({ what }) => what)).toEqual(['began', 'sent', 'resolved']);
  });

  test('of several endpoints is one message that names what they have in common', async () => {
    const { server, network, time, add } = await setUpAlerting();
    // The message waits for three seconds; with this interval, all of them fail within two.
    const more = { group: 'Production', interval: 2_000 };
    for (const name of ['a', 'b', 'c']) await add({ name, target: `${name}.example`, ...more });
    await time.advance(1_000);
    network.answer = () => refused;
    await time.advance(20_000);
    await arrived(server, 1);
    expect(titlesOf(server)).toEqual(['3 endpoints are down']);
    expect(bodiesOf(server)[0]?.text).toContain('In common: The group Production');
    expect(bodiesOf(server)[0]?.endpointCount).toBe(3);
  });

  test('that ends before the delay of the rule is not reported', async () => {
    const { server, network, time, add, engine } = await setUpAlerting({ after: '5m' });
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
    const { server, network, time, add, engine } = await setUpAlerting({ match: { tag: 'prod' } });
    await add({ name: 'test', target: 'test', tags: ['test'] });
    const prod = await add({ name: 'prod', target: 'prod', tags: ['prod'] });
    await time.advance(1_000);
    network.answer = () => refused;
    await time.advance(20_000);
    await arrived(server, 1);
    expect(titlesOf(server)).toEqual(['prod is down']);
    expect(await engine.request('rules.list', {})).toMatchObject([{ endpoints: 1 }]);
    expect(
      (await engine.request('alerts.list', { limit: 10 }))[0]?.members.map(({ endpointId }) => endpointId),
    ).toEqual([prod]);
  });

  test('is escalated and repeated until it is acknowledged', async () => {
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
    expect(titlesOf(second)).toEqual(['Shop is down']);
    await time.advance(16 * 60_000);
    await arrived(server, 2);
    await arrived(second, 2);
    expect(bodiesOf(server)[1]).toMatchObject({
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

  test('of an endpoint that is removed ends without a message', async () => {
    const subject = await setUpAlerting();
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
    const subject = await setUpAlerting();
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
    const [first] = bodiesOf(server);
    const [alert] = await engine.request('alerts.list', { open: true, limit: 10 });
    expect(alert).toMatchObject({ memberCount: 1_000, activeCount: 1_000 });
    expect(alert?.members).toHaveLength(50);
    expect(first).toMatchObject({ event: 'down', title: expect.stringMatching(/endpoints are down$/u) as string });
    await time.advance(60_000);
    await quiet(subject);
    // The first message, and one that more endpoints have joined.
    expect(server.received.length).toBeLessThanOrEqual(2);
  });

  test('a channel that refuses the credentials is tried once, and there is one notice', async () => {
    const subject = await setUpAlerting();
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
    const { server, network, time, engine, add, ports } = await setUpAlerting({ channels: ['hook'] });
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
    const first = await setUpAlerting({ after: '1m' }, { store });
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
    expect(titlesOf(first.server)).toEqual(['Shop is down']);
    await again.engine.dispose();

    const third = await setUpEngine({ store, ports: first.ports });
    await third.time.advance(60_000);
    await arrived(first.server, 2);
    expect(bodiesOf(first.server)[1]).toMatchObject({ event: 'up', id: bodiesOf(first.server)[0]?.id });
  });
});

describe('no message', () => {
  test('is sent about trouble that lasts over a restart, or after an unrelated change', async () => {
    const store = neverClosed(createMemoryStore());
    const first = await setUpAlerting({}, { store });
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
    expect(titlesOf(first.server)).toEqual(['Shop is down']);
  });

  test('is sent about trouble from before a restart that is over at the first check after it', async () => {
    const store = neverClosed(createMemoryStore());
    const first = await setUpAlerting({ after: '10m' }, { store });
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

  test('is sent about an endpoint that is degraded after it was down, because it is not back yet', async () => {
    const subject = await setUpAlerting();
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
    expect(titlesOf(server)).toEqual(['Shop is down', 'Shop is degraded']);
  });
});

/** Alerts about other things than down and up, through the whole engine. */
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { CheckOutcome } from '../contract/model/check.ts';
import type { Failure } from '../contract/model/failure.ts';
import { fakeKind } from './check/testing/fake-kind.ts';
import { refused } from './testing/engine-setup.ts';
import { bodiesOf, failFor, setUpAlerting, titlesArrive } from './testing/alerting-setup.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

describe('an endpoint that goes down and up again and again', () => {
  test('is one alert, one notification, and one message when it is over', async () => {
    const { server, network, time, add, ports } = await setUpAlerting();
    await add({ name: 'Shop', target: 'a', retries: 0 });
    await time.advance(1_000);
    const ordinary: unknown[] = [];
    for (const round of [1, 2, 3, 4, 5, 6, 7, 8]) {
      network.answer = failFor('a');
      await time.advance(MINUTE);
      if (round < 4) ordinary.push('Shop is down');
      await titlesArrive(server, round < 4 ? ordinary : [...ordinary, 'Shop is flapping']);
      network.answer = () => null;
      await time.advance(MINUTE);
      if (round < 4) ordinary.push(expect.stringMatching(/^Shop is back after/u));
      await titlesArrive(server, round < 4 ? ordinary : [...ordinary, 'Shop is flapping']);
    }
    expect(bodiesOf(server).at(-1)).toMatchObject({
      event: 'flapping',
      text: expect.stringContaining('It went down 4 times within a short time.'),
    });
    const codes = () => ports.notifications.map(({ code }) => code);
    expect(codes().slice(-1)).toEqual(['incident.flapping']);
    expect(codes()).toHaveLength(7);
    await time.advance(31 * MINUTE);
    await titlesArrive(server, [...ordinary, 'Shop is flapping', expect.stringMatching(/^Shop is back after/u)]);
    expect(codes().slice(-2)).toEqual(['incident.flapping', 'incident.calm']);
  });
});

/** A kind with a certificate, whose end a test sets. */
function certificates() {
  const state = { validTo: 0, fingerprint: 'AA', failure: null as Failure | null };
  const kind = fakeKind<{ host: string }>({
    kind: 'secured',
    schema: z.object({ host: z.string() }),
    target: ({ host }) => host,
    run: async (): Promise<CheckOutcome> => {
      const { validTo, fingerprint, failure } = state;
      const certificate = { subject: '', issuer: '', names: [], validFrom: 0, validTo, serial: '', fingerprint };
      const tls = { protocol: '', cipher: '', alpn: '', chain: [certificate], authorized: true };
      return { durationMs: 5, selfMs: 0, phases: {}, metrics: {}, failure, details: failure === null ? { tls } : {} };
    },
  });
  return { state, kind };
}

describe('a certificate that expires soon', () => {
  test('alerts once at each of the days of the rule, and says when it was renewed', async () => {
    const { state, kind } = certificates();
    const subject = await setUpAlerting({ events: ['certificate', 'up'], expiresWithin: [14, 7] }, { kinds: [kind] });
    const { server, time, engine, ports } = subject;
    const expiresIn = (days: number) => {
      state.validTo = ports.clock.now() + days * DAY + 2 * MINUTE;
    };
    expiresIn(14);
    await engine.request('endpoints.create', {
      endpoints: [{ kind: 'secured', host: 'shop.example', name: 'Shop', interval: MINUTE }],
    });
    await time.advance(MINUTE);
    expect(bodiesOf(server)).toEqual([]);
    await time.advance(3 * MINUTE);
    await titlesArrive(server, ['The certificate of Shop expires soon']);
    expect(bodiesOf(server)[0]).toMatchObject({ event: 'certificate', text: expect.stringContaining('expires on') });
    // A check that sees no certificate changes nothing, and neither does another day.
    state.failure = refused;
    await time.advance(2 * MINUTE);
    state.failure = null;
    expiresIn(9);
    await time.advance(4 * MINUTE);
    expiresIn(7);
    await time.advance(MINUTE);
    expect(bodiesOf(server)).toHaveLength(1);
    await time.advance(3 * MINUTE);
    const twice = ['The certificate of Shop expires soon', 'The certificate of Shop expires soon'];
    await titlesArrive(server, twice);
    state.validTo += 90 * DAY;
    state.fingerprint = 'BB';
    await time.advance(2 * MINUTE);
    await titlesArrive(server, [...twice, 'The certificate of Shop was renewed']);
  });
});

test('a rule with slow alerts about an endpoint that is slower than usual, and about no other reason', async () => {
  const state = { warning: undefined as Failure | undefined };
  const kind = fakeKind<{ host: string }>({
    kind: 'warned',
    schema: z.object({ host: z.string() }),
    target: ({ host }) => host,
    run: async (): Promise<CheckOutcome> => ({
      durationMs: 5,
      selfMs: 0,
      phases: {},
      metrics: {},
      failure: null,
      details: {},
      ...(state.warning === undefined ? {} : { warning: state.warning }),
    }),
  });
  const { server, time, engine } = await setUpAlerting({ events: ['slow'] }, { kinds: [kind] });
  await engine.request('endpoints.create', {
    endpoints: [{ kind: 'warned', host: 'a', name: 'Shop', interval: 10_000 }],
  });
  await time.advance(1_000);
  state.warning = { code: 'tls.expired', params: { expiredOn: 0 } };
  await time.advance(MINUTE);
  expect(bodiesOf(server)).toEqual([]);
  state.warning = undefined;
  await time.advance(MINUTE);
  state.warning = { code: 'latency.unusual', params: { usualMs: 100, basis: 'week' } };
  await time.advance(MINUTE);
  await titlesArrive(server, ['Shop is degraded']);
});

test('a pattern of checks begins an alert, and ends it', async () => {
  const { server, network, time, add } = await setUpAlerting({ events: ['pattern', 'up'], pattern: '3 of 5' });
  await add({ name: 'Shop', target: 'a', retries: 50, retryInterval: 10_000 });
  await time.advance(MINUTE);
  for (const isDown of [true, false, true, false]) {
    network.answer = isDown ? failFor('a') : () => null;
    await time.advance(10_000);
  }
  expect(bodiesOf(server)).toEqual([]);
  network.answer = failFor('a');
  await time.advance(20_000);
  await titlesArrive(server, ['The checks of Shop show a pattern']);
  network.answer = () => null;
  await time.advance(MINUTE);
  await titlesArrive(server, ['The checks of Shop show a pattern', 'The checks of Shop no longer show the pattern']);
  expect(bodiesOf(server)[0]?.text).toContain('Its last checks were like this: 3 of 5.');
});

test('a rule with the event pattern needs a pattern', async () => {
  const { engine, ruleId } = await setUpAlerting();
  const save = (rule: object) =>
    engine.request('rules.save', { id: ruleId, rule: { name: 'r', channels: ['hook'], ...rule } });
  const none = { issues: [{ code: 'checkPattern', path: 'rule.pattern' }] };
  await expect(save({ events: ['pattern'] })).rejects.toMatchObject(none);
  await expect(save({ pattern: '5 of 3' })).rejects.toMatchObject(none);
  await expect(save({ expiresWithin: [0] })).rejects.toMatchObject({ issues: [{ code: 'daysBefore' }] });
});

test('an endpoint that cannot be judged is reported, and so is the end of that', async () => {
  const { server, network, time, add } = await setUpAlerting({ events: ['noData', 'up'], after: '2m' });
  await add({ name: 'Shop', target: 'a' });
  await time.advance(1_000);
  network.answer = () => ({ code: 'local.program', params: { program: 'ping', reason: 'missing' } });
  await time.advance(MINUTE);
  expect(bodiesOf(server)).toEqual([]);
  await time.advance(2 * MINUTE);
  await titlesArrive(server, ['Shop cannot be judged']);
  network.answer = () => null;
  await time.advance(MINUTE);
  await titlesArrive(server, ['Shop cannot be judged', expect.stringMatching(/^Shop can be judged again after/u)]);
});

test('Lookout reports its own problems, whatever endpoints the rule is about', async () => {
  const { server, time, engine } = await setUpAlerting({ events: ['lookout', 'up'], match: { group: 'nobody' } });
  const notice = {
    id: 'store',
    level: 'error',
    code: 'history.notSaved',
    params: { problem: 'The disk is full.' },
  } as const;
  engine.setNotice({ ...notice, active: true });
  engine.setNotice({ id: 'u', level: 'info', code: 'update.available', params: { version: '9' }, active: true });
  await time.advance(MINUTE);
  await titlesArrive(server, ['Lookout has a problem']);
  expect(bodiesOf(server)[0]?.text).toContain('History is not being saved');
  engine.setNotice({ ...notice, active: false });
  await time.advance(MINUTE);
  await titlesArrive(server, ['Lookout has a problem', expect.stringMatching(/^Lookout works again after/u)]);
});

test('an error budget that burns is reported, and again when it burns faster', async () => {
  const { server, network, time, add } = await setUpAlerting({ events: ['budget'] });
  await add({ name: 'Shop', target: 'a', objective: 99.9, objectiveWindow: '30d' });
  await time.advance(2 * 3_600_000);
  network.answer = failFor('a');
  await time.advance(10 * MINUTE);
  await titlesArrive(server, ['Shop is using up its error budget']);
  expect(bodiesOf(server)[0]?.text).toContain('The objective Shop is being missed');
});

describe('trouble outside the hours of a rule', () => {
  test('that is over when they begin is one message about what happened', async () => {
    // The engine's time begins at midnight UTC, on 2026-01-01.
    const hours = { from: '01:00', to: '02:00', timezone: 'UTC' };
    const { server, network, time, add, engine } = await setUpAlerting({ hours });
    for (const name of ['a', 'b']) await add({ name, target: name });
    await time.advance(1_000);
    for (const name of ['a', 'b']) {
      network.answer = failFor(name);
      await time.advance(5 * MINUTE);
      network.answer = () => null;
      await time.advance(5 * MINUTE);
    }
    expect(await engine.request('alerts.list', { open: true, limit: 10 })).toMatchObject([
      { held: { reason: 'hours' }, memberCount: 2, activeCount: 0 },
    ]);
    await time.advance(39 * MINUTE);
    expect(bodiesOf(server)).toEqual([]);
    await time.advance(2 * MINUTE);
    await titlesArrive(server, [expect.stringMatching(/^2 endpoints were down within/u)]);
    expect(await engine.request('alerts.list', { open: true, limit: 10 })).toEqual([]);
  });
});

describe('messages that wait', () => {
  test('down and up become one that says how long the endpoint was down', async () => {
    const { server, network, time, add } = await setUpAlerting();
    server.answer = () => ({ status: 503, headers: { 'retry-after': '600' } });
    await add({ name: 'Shop', target: 'a' });
    await time.advance(1_000);
    network.answer = failFor('a');
    await time.advance(20_000);
    await expect.poll(() => bodiesOf(server).length).toBeGreaterThan(0);
    await time.advance(2 * MINUTE);
    network.answer = () => null;
    server.answer = () => ({ status: 200 });
    await time.advance(20 * MINUTE);
    await expect
      .poll(() => bodiesOf(server).at(-1))
      .toMatchObject({
        event: 'up',
        title: expect.stringMatching(/^Shop was down for/u),
      });
  });

  test('no more of them are sent within an hour than the channel accepts', async () => {
    const { server, network, time, add, engine, channelId } = await setUpAlerting();
    const channel = { kind: 'webhook', name: 'hook', url: server.url, maxPerHour: 2 };
    await engine.request('channels.save', { id: channelId, channel });
    for (const name of ['a', 'b', 'c']) await add({ name, target: name });
    await time.advance(1_000);
    for (const names of [['a'], ['a', 'b'], ['a', 'b', 'c']]) {
      network.answer = failFor(...names);
      await time.advance(5 * MINUTE);
    }
    await titlesArrive(server, ['a is down', 'b is down']);
    await time.advance(40 * MINUTE);
    expect(bodiesOf(server)).toHaveLength(2);
    await time.advance(20 * MINUTE);
    await titlesArrive(server, ['a is down', 'b is down', 'c is down']);
  });
});

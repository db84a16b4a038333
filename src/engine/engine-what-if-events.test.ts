/** A replay of a rule agrees with what the rule really sent, for each event that stored history carries. */
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { CheckOutcome } from '../contract/model/check.ts';
import type { Failure } from '../contract/model/failure.ts';
import type { CheckKind } from './check/kind.ts';
import { fakeKind } from './check/testing/fake-kind.ts';
import { setUpEngine } from './testing/engine-setup.ts';
import { failFor } from './testing/alerting-setup.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** An engine with a rule, and a function that compares what the rule sent with what a replay says. */
async function withRule(rule: object, kinds: readonly CheckKind[] = []) {
  const subject = await setUpEngine({ kinds });
  const { engine } = subject;
  await engine.request('channels.save', { channel: { kind: 'command', name: 'page', program: '/bin/true' } });
  const { id, config } = await engine.request('rules.save', { rule: { name: 'Own', channels: ['page'], ...rule } });
  const replay = (changes: object = {}) =>
    engine.request('whatIf.rule', { run: 'a', days: 7, id, rule: { ...config, ...changes } });
  const agrees = async (): Promise<Awaited<ReturnType<typeof replay>>> => {
    const answer = await replay();
    expect(answer.would.alerts.map(essence)).toEqual(answer.sent.alerts.map(essence));
    expect(answer.would).toMatchObject({ count: answer.sent.count, messages: answer.sent.messages });
    return answer;
  };
  return { ...subject, replay, agrees };
}

function essence({
  about,
  severity,
  state,
  names,
  messages,
}: {
  readonly about: string;
  readonly severity: string;
  readonly state: string;
  readonly names: readonly string[];
  readonly messages: number;
}) {
  return { about, severity, state, names, messages };
}

/** A kind with a certificate, or with what a test sets. */
function warnedKind() {
  const state = {
    validTo: 0,
    fingerprint: 'AA',
    failure: null as Failure | null,
    warning: undefined as Failure | undefined,
  };
  const kind = fakeKind<{ host: string }>({
    kind: 'warned',
    schema: z.object({ host: z.string() }),
    target: ({ host }) => host,
    run: async (): Promise<CheckOutcome> => {
      const common = { durationMs: 5, selfMs: 0, phases: {}, metrics: {}, failure: null, details: {} };
      return state.warning === undefined ? common : { ...common, warning: state.warning };
    },
  });
  return { state, kind };
}

test('an error budget that burns', async () => {
  const { network, time, add, agrees, replay } = await withRule({ events: ['budget', 'up'] });
  await add({ name: 'Shop', target: 'a', objective: 99.9, objectiveWindow: '30d', interval: MINUTE });
  await time.advance(HOUR);
  network.answer = failFor('a');
  await time.advance(10 * MINUTE);
  network.answer = () => null;
  await time.advance(20 * MINUTE);
  const answer = await agrees();
  expect(answer.would.count).toBe(1);
  expect(answer.would.alerts[0]).toMatchObject({ about: 'budget' });
  expect((await replay({ match: { name: 'Other' } })).would.count).toBe(0);
});

test('a pattern of checks, including retried ones that caused no incident', async () => {
  const { network, time, add, agrees, replay } = await withRule({ events: ['pattern', 'up'], pattern: '3 of 5' });
  await add({ name: 'Shop', target: 'a', retries: 50, retryInterval: 10_000 });
  await time.advance(MINUTE);
  for (const isDown of [true, false, true, false, true, true, false, false, false, false, false]) {
    network.answer = isDown ? failFor('a') : () => null;
    await time.advance(10_000);
  }
  await time.advance(10 * MINUTE);
  const answer = await agrees();
  expect(answer.would).toMatchObject({ count: 1, messages: 2, alerts: [{ about: 'pattern', state: 'resolved' }] });
  expect((await replay({ pattern: '5 of 5' })).would.count).toBe(0);
  expect((await replay({ pattern: 'failed,ok,failed' })).would.count).toBe(2);
});

test('an endpoint that flaps: one alert instead of many, which ends when the flapping ends', async () => {
  const { network, time, add, agrees } = await withRule({ events: ['down', 'up'] });
  await add({ name: 'Shop', target: 'a', retries: 0 });
  await time.advance(1_000);
  for (let round = 0; round < 8; round += 1) {
    network.answer = failFor('a');
    await time.advance(2 * MINUTE);
    network.answer = () => null;
    await time.advance(2 * MINUTE);
  }
  await time.advance(HOUR);
  const answer = await agrees();
  // Three outages, and one alert for all others.
  expect(answer.would).toMatchObject({ count: 4, messages: 8 });
});

test('an endpoint that cannot be judged', async () => {
  const { network, time, add, agrees } = await withRule({ events: ['noData', 'up'] });
  await add({ name: 'Shop', target: 'a' });
  await time.advance(MINUTE);
  network.answer = () => ({ code: 'local.program', params: { program: 'ping', reason: 'missing' } });
  await time.advance(5 * MINUTE);
  network.answer = () => null;
  await time.advance(5 * MINUTE);
  expect((await agrees()).would).toMatchObject({ count: 1, messages: 2, alerts: [{ about: 'noData' }] });
});

test('an endpoint that is slower than usual, but not one that is degraded for another reason', async () => {
  const { state, kind } = warnedKind();
  const { engine, time, agrees } = await withRule({ events: ['slow', 'up'] }, [kind]);
  const endpoints = [{ kind: 'warned', host: 'a', name: 'Shop', interval: 10_000 }];
  await engine.request('endpoints.create', { endpoints });
  await time.advance(MINUTE);
  for (const warning of [
    { code: 'tls.expired', params: { expiredOn: 0 } },
    undefined,
    { code: 'latency.unusual', params: { usualMs: 100, basis: 'week' } },
    undefined,
  ]) {
    state.warning = warning;
    await time.advance(5 * MINUTE);
  }
  expect((await agrees()).would).toMatchObject({ count: 1, messages: 2 });
});

test('the answer names the events that are not replayed: problems of Lookout, and those whose single checks are gone', async () => {
  const { engine, time, replay } = await withRule({ events: ['lookout', 'down', 'certificate'] });
  await engine.request('settings.update', { settings: { keepResultsDays: 2 } });
  await time.advance(MINUTE);
  const answer = await replay();
  expect(answer.notReplayed).toEqual(['lookout']);
  expect(answer.partly?.events).toEqual(['certificate']);
  expect(answer.partly?.from).toBeGreaterThan(answer.from);
});

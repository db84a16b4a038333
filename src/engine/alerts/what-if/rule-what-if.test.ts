/** Replays days of stored history, without running an engine for days. */
import { expect, test } from 'vitest';
import type { CheckResult } from '../../../contract/model/check.ts';
import type { Endpoint } from '../../../contract/model/endpoint.ts';
import type { StatusSpan } from '../../../contract/model/uptime.ts';
import { createMemoryStore } from '../../store/memory-store.ts';
import { aFailure, anEndpoint, aResult } from '../../store/testing/store-fixture.ts';
import { expiryOf } from '../alert-conditions.ts';
import { readRule } from '../rule-schema.ts';
import { replayRules } from './replay-rules.ts';
import { ruleWhatIf } from './rule-what-if.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 5, 15, 9, 30);

const UP: readonly Omit<StatusSpan, 'endpointId'>[] = [{ status: 'up', from: NOW - 7 * DAY, to: NOW }];

async function withEndpoint(results: (id: string, from: number) => Iterable<CheckResult>, spans = UP) {
  const store = createMemoryStore();
  await store.open(NOW);
  const endpoint: Endpoint = anEndpoint('a');
  await store.saveEndpoints([endpoint]);
  for (const result of results('a', NOW - 7 * DAY)) store.recordResult(result);
  for (const span of spans) store.recordSpan({ endpointId: 'a', ...span });
  return async (input: object, resultsFrom = NOW - 14 * DAY) => {
    const read = readRule({ name: 'r', channels: ['page'], ...input });
    if (!read.ok) throw new Error(JSON.stringify(read.issues));
    return ruleWhatIf(read.config, null, 7, {
      store,
      log: () => undefined,
      endpoints: () => [{ endpoint, host: '', maintenance: null }],
      parents: new Map(),
      spansOf: (id, range) => store.spans(id, range),
      silencesWithin: () => [],
      objectives: [],
      expiryOf: (_, result) => expiryOf(result, {}),
      resultsFrom,
      now: NOW,
      signal: new AbortController().signal,
      onProgress: () => undefined,
    });
  };
}

/** Checks every 30 minutes for a week; `of` says what the checks of an hour found. */
function* everyHalfHour(
  id: string,
  from: number,
  of: (at: number) => { readonly validTo: number; readonly id: string } | 'failed',
): Generator<CheckResult> {
  for (let at = from + MINUTE; at < NOW; at += 30 * MINUTE) {
    const found = of(at);
    if (found === 'failed') {
      yield aFailure(id, at);
      continue;
    }
    const { validTo, id: fingerprint } = found;
    const certificate = { subject: '', issuer: '', names: [], validFrom: 0, validTo, serial: '', fingerprint };
    const tls = { protocol: '', cipher: '', alpn: '', chain: [certificate], authorized: true };
    yield aResult(id, at, { details: { tls } });
  }
}

test('alerts about a certificate come at each of the days and at its renewal, but not from failed checks', async () => {
  const began = NOW - 7 * DAY;
  const old = { validTo: began + 16 * DAY, id: 'old' };
  const renewedAt = began + 4 * DAY + 5 * HOUR;
  const ask = await withEndpoint((id, from) =>
    everyHalfHour(id, from, (at) => {
      if (at > began + 2.5 * DAY && at < began + 2.8 * DAY) return 'failed';
      return at < renewedAt ? old : { validTo: began + 90 * DAY, id: 'new' };
    }),
  );
  const { would, partly, notReplayed } = await ask({ events: ['certificate', 'up'], expiresWithin: [14, 13, 10] });
  expect({ partly, notReplayed }).toEqual({ partly: null, notReplayed: [] });
  // With 14 and 13 days left, and at the renewal. It never had 10 days left.
  expect(would).toMatchObject({ count: 1, messages: 3, alerts: [{ about: 'certificate', state: 'resolved' }] });
  const [alert] = would.alerts;
  expect(Math.abs((alert?.startedAt ?? 0) - (began + 2 * DAY))).toBeLessThan(HOUR);
  expect(Math.abs((alert?.endedAt ?? 0) - renewedAt)).toBeLessThan(HOUR);
  expect((await ask({ events: ['certificate'], expiresWithin: [5] })).would.count).toBe(0);
  expect((await ask({ events: ['domain'], expiresWithin: [14] })).would.count).toBe(0);
});

test('a rule about certificates ignores endpoints without one, or with one that is valid for long', async () => {
  const ask = await withEndpoint((id, from) => everyHalfHour(id, from, () => ({ validTo: NOW + 90 * DAY, id: 'x' })));
  expect((await ask({ events: ['certificate'] })).would.count).toBe(0);
  const without = await withEndpoint((id, from) => [aResult(id, from + HOUR), aResult(id, NOW - HOUR)]);
  expect((await without({ events: ['certificate'] })).would.count).toBe(0);
});

test('events that need single checks are replayed from the first kept check, and the answer says so', async () => {
  const validTo = NOW + DAY / 2;
  const ask = await withEndpoint((id, from) => everyHalfHour(id, from, () => ({ validTo, id: 'x' })));
  const resultsFrom = NOW - 2 * DAY;
  const { would, partly } = await ask({ events: ['certificate', 'down', 'pattern'], pattern: '2 of 2' }, resultsFrom);
  expect(partly).toEqual({ events: ['certificate', 'pattern'], from: resultsFrom });
  expect(would.alerts.at(-1)?.startedAt).toBeGreaterThanOrEqual(resultsFrom);
});

test('an outage of the night is reported when the hours of the rule begin', async () => {
  const night = Date.UTC(2026, 5, 11, 22, 10);
  const hours = { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:05', to: '18:00', timezone: 'UTC' };
  const read = readRule({ name: 'r', channels: ['page'], hours });
  if (!read.ok) throw new Error(JSON.stringify(read.issues));
  const from = NOW - 7 * DAY;
  const spans: readonly StatusSpan[] = [
    { endpointId: 'a', status: 'up', from, to: night },
    { endpointId: 'a', status: 'down', from: night, to: night + 10 * MINUTE },
    { endpointId: 'a', status: 'up', from: night + 10 * MINUTE, to: NOW },
  ];
  const replayed = await replayRules(
    [{ id: 'r', source: 'hand', config: read.config }],
    [{ endpoint: anEndpoint('a'), host: '', spans, parents: [], conditions: [], slowFrom: new Set() }],
    { from, to: NOW, silences: [], signal: new AbortController().signal, onProgress: () => undefined },
  );
  const endedAt = Date.UTC(2026, 5, 12, 8, 5);
  expect(replayed).toMatchObject([{ messages: 1, alert: { state: 'resolved', startedAt: night, endedAt } }]);
});

test('what is only reported afterwards counts as an alert with its messages', async () => {
  const night = Date.UTC(2026, 5, 11, 22, 10);
  const ask = await withEndpoint(
    () => [],
    [
      { status: 'up', from: NOW - 7 * DAY, to: night },
      { status: 'down', from: night, to: night + 10 * MINUTE },
      { status: 'up', from: night + 10 * MINUTE, to: NOW },
    ],
  );
  const hours = { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:05', to: '18:00', timezone: 'UTC' };
  const { would } = await ask({ hours });
  expect(would).toMatchObject({ count: 1, messages: 1, dropped: 0, alerts: [{ startedAt: night, firedAt: null }] });
  expect((await ask({ after: '1h' })).would).toMatchObject({ count: 0, messages: 0, dropped: 1 });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CheckResult } from '../../../contract/model/check.ts';
import type { StatusSpan } from '../../../contract/model/uptime.ts';
import { createMemoryStore } from '../../store/memory-store.ts';
import type { Store } from '../../store/store.ts';
import { anEndpoint } from '../../store/testing/store-fixture.ts';
import { recordPast } from '../record-past.ts';
import { Source } from '../source.ts';
import { readPast } from './read-past.ts';
import { KumaDatabase, type Beat } from './testing/kuma-database.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const TODAY = Date.UTC(2026, 0, 31);
/** When Uptime Kuma was stopped. */
const END = TODAY + 12 * HOUR;
const NOW = END + 10 * MINUTE;

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookout-past-'));
  store = createMemoryStore();
  await store.open(NOW);
  const { config } = anEndpoint('a');
  const rules = { interval: MINUTE, retryInterval: 30_000, timeout: 10_000, retries: 1 };
  await store.saveEndpoints([anEndpoint('a', { config: { ...config, ...rules } })]);
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

function create(version: 1 | 2): KumaDatabase {
  return new KumaDatabase(join(folder, 'kuma.db'), version);
}

/** Imports the past of the monitor 1. @returns how many checks there were */
async function importPast(): Promise<number> {
  const path = join(folder, 'kuma.db');
  const source = new Source({ name: path, path, bytes: Buffer.from('SQLite format 3\0') });
  const endpoint = (await store.open(NOW)).endpoints[0];
  const parts = readPast([source], { wanted: [{ file: 0, sourceId: 'kuma:1' }], now: NOW });
  const { signal } = new AbortController();
  return recordPast(parts, { store, endpointOf: () => endpoint, signal, onProgress: () => undefined });
}

/** A heartbeat each minute: `.` is up, `r` is a retry, `x` is down, `m` is maintenance, and a blank is none. */
function beats(text: string, from: number): Beat[] {
  return Array.from(text).flatMap((sign, index): readonly Beat[] => {
    const at = from + index * MINUTE;
    if (sign === '.') return [{ at, ping: 20 }];
    if (sign === ' ') return [];
    return [{ at, status: 'x.rm'.indexOf(sign), msg: 'connect ECONNREFUSED 127.0.0.1:80' }];
  });
}

const spans = async (from: number) =>
  (await store.spans('a', { from, to: NOW })).map(({ status, from: start, to }: StatusSpan) => [
    status,
    Math.round((start - from) / MINUTE),
    Math.round((to - from) / MINUTE),
  ]);
const verdicts = async () =>
  (await store.checks('a', { limit: 1000 })).map(({ verdict }: CheckResult) => verdict).toReversed();

test('heartbeats of version 1 become checks, statuses over time, and incidents', async () => {
  using kuma = create(1);
  kuma.monitor('Shop');
  const from = END - 20 * MINUTE;
  kuma.beats(1, beats('...r..rxx..   mm...', from));
  expect(await importPast()).toBe(16);
  // In maintenance, nothing was checked.
  expect(await verdicts()).toEqual(Array.from('uuuduuddduuuuu', (one) => (one === 'u' ? 'up' : 'down')));
  const [last] = await store.checks('a', { limit: 1 });
  expect(last).toMatchObject({ at: from + 18 * MINUTE, durationMs: 20, failure: null, disturbed: false });
  expect(await spans(from)).toEqual([
    ['up', 0, 6],
    ['down', 6, 9],
    ['up', 9, 10],
    ['maintenance', 14, 16],
    ['up', 16, 18],
  ]);
  const incidents = await store.incidents({ id: 'a', limit: 10 });
  expect(incidents).toMatchObject([
    {
      startedAt: from + 6 * MINUTE,
      lastFailureAt: from + 8 * MINUTE,
      resolvedAt: from + 9 * MINUTE,
      failures: 3,
      cause: { code: 'imported.failed', params: { problem: 'connect ECONNREFUSED 127.0.0.1:80' } },
    },
  ]);
});

test('times are read as UTC', async () => {
  using kuma = create(1);
  kuma.monitor('Shop');
  kuma.beats(1, [{ at: Date.UTC(2026, 0, 31, 2, 30, 0, 123), ping: 5 }]);
  await importPast();
  expect((await store.checks('a', { limit: 1 }))[0]?.at).toBe(Date.UTC(2026, 0, 31, 2, 30, 0, 123));
});

test('of a monitor without measured times, only the statuses are kept', async () => {
  using kuma = create(2);
  kuma.monitor('Container', 'docker');
  kuma.stats('stat_hourly', 1, [{ at: END - 5 * HOUR, up: 60 }]);
  const unmeasured = beats('..x.', END - 4 * MINUTE).map((beat) => ({ ...beat, ping: null }));
  kuma.beats(1, [{ at: END - 5 * HOUR }, ...unmeasured]);
  await importPast();
  expect(await store.checks('a', { limit: 10 })).toEqual([]);
  expect((await store.series('a', { from: END - 6 * HOUR, to: NOW, points: 6 })).count).toEqual([]);
  expect(await spans(END - 5 * HOUR)).toEqual([
    ['up', 0, 60],
    ['up', 296, 298],
    ['down', 298, 299],
    ['up', 299, 299],
  ]);
});

test('a heartbeat of the future is left out', async () => {
  using kuma = create(1);
  kuma.monitor('Shop');
  kuma.beats(1, [
    { at: END - MINUTE, ping: 30 },
    { at: NOW + DAY, ping: 1 },
  ]);
  expect(await importPast()).toBe(1);
});

test('of a heartbeat that was pushed, there is no time to measure', async () => {
  using kuma = create(1);
  kuma.monitor('Job', 'push');
  kuma.beats(1, [{ at: END - MINUTE, ping: null }]);
  await importPast();
  expect((await store.checks('a', { limit: 1 }))[0]).toMatchObject({ durationMs: 0, disturbed: false });
});

test('an outage that was not over is in the timeline, and its incident is left to Lookout', async () => {
  using kuma = create(1);
  kuma.monitor('Shop');
  kuma.beats(1, beats('..xxx', END - 5 * MINUTE));
  await importPast();
  expect(await spans(END - 5 * MINUTE)).toEqual([
    ['up', 0, 2],
    ['down', 2, 4],
  ]);
  expect(await store.incidents({ id: 'a', limit: 10 })).toEqual([]);
});

/** What version 2 keeps of forty days: days, hours of the last thirty, and heartbeats of the last day. */
function fortyDays(kuma: KumaDatabase): { outage: number; singles: number } {
  kuma.monitor('Shop');
  const [outage, singles] = [TODAY - 10 * DAY + 90 * MINUTE, END - 25 * HOUR];
  const ping = [20.5, 10, 90] as const;
  const days = Array.from({ length: 40 }, (_, n) => TODAY - (40 - n) * DAY);
  const hours = Array.from({ length: 720 }, (_, n) => END - (720 - n) * HOUR);
  const hasOutage = (at: number, width: number) => at <= outage && outage < at + width;
  kuma.stats('stat_daily', 1, [
    ...days.map((at) => ({ at, ping, ...(hasOutage(at, DAY) ? { up: 1420, down: 20 } : { up: 1440 }) })),
    { at: TODAY, up: 720, ping },
  ]);
  kuma.stats(
    'stat_hourly',
    1,
    hours.map((at) => ({ at, ping, ...(hasOutage(at, HOUR) ? { up: 40, down: 20 } : { up: 60 }) })),
  );
  kuma.beats(1, [
    { at: TODAY - 40 * DAY, ping: 20, msg: 'first' },
    { at: outage, status: 0, msg: 'timeout of 10000ms exceeded' },
    { at: outage + 20 * MINUTE, ping: 20 },
    ...beats('.'.repeat(25 * 60), singles),
  ]);
  return { outage, singles };
}

test('of version 2, days, hours and single checks follow each other, and each check counts once', async () => {
  using kuma = create(2);
  const { outage, singles } = fortyDays(kuma);
  expect(await importPast()).toBe(1503);
  // The status only changed at these: they are no checks of their own.
  expect(await store.checks('a', { limit: 5000 })).toHaveLength(1500);
  const series = (from: number, to: number, points: number) => store.series('a', { from, to: to - 1, points });
  const days = await series(TODAY - 40 * DAY, TODAY, 40);
  expect(days.count).toEqual(Array.from({ length: 40 }, (_, n) => (n === 30 ? 1420 : 1440)));
  expect(days.down.reduce((sum, one) => sum + one, 0)).toBe(20);
  expect(days).toMatchObject({ step: DAY, min: Array(40).fill(10), max: Array(40).fill(90) });
  expect(days.avg[0]).toBeCloseTo(20.5, 3);
  expect(days.p50[0]).toBeNull();

  const hours = await series(outage - 90 * MINUTE, outage + 90 * MINUTE, 500);
  expect(hours).toMatchObject({ step: HOUR, count: [60, 40, 60], down: [0, 20, 0] });
  const recent = await series(singles, END, 5000);
  expect(recent).toMatchObject({ step: 0, summary: { count: 1500, p50: 20, p95: 20 } });

  expect(await store.incidents({ id: 'a', limit: 10 })).toMatchObject([
    {
      startedAt: outage,
      resolvedAt: outage + 20 * MINUTE,
      cause: { params: { problem: 'timeout of 10000ms exceeded' } },
    },
  ]);
  const [share] = await store.uptime('a', { from: [TODAY - 40 * DAY], to: END });
  expect(share).toMatchObject({ downMs: 20 * MINUTE, incidents: 1 });
  expect((share?.upMs ?? 0) / MINUTE).toBeGreaterThan(40 * 1440 + 720 - 25);
});

test('time in which Uptime Kuma did not run is unknown', async () => {
  using kuma = create(2);
  kuma.monitor('Shop');
  const from = END - 10 * HOUR;
  kuma.stats(
    'stat_hourly',
    1,
    [0, 1, 5, 6].map((n) => ({ at: from + n * HOUR, up: 60, ping: [20, 10, 30] })),
  );
  kuma.beats(1, [{ at: from + 10 * MINUTE, ping: 20 }]);
  await importPast();
  expect(await spans(from)).toEqual([
    ['up', 10, 120],
    ['up', 300, 420],
  ]);
});

test('maintenance of the time that is only counted is kept', async () => {
  using kuma = create(2);
  kuma.monitor('Shop');
  const from = END - 4 * HOUR;
  kuma.stats('stat_hourly', 1, [
    { at: from, up: 30, ping: [20, 10, 30], maintenance: 30 },
    { at: from + HOUR, up: 60, ping: [20, 10, 30] },
  ]);
  kuma.beats(1, [
    { at: from, ping: 20 },
    { at: from + 30 * MINUTE, status: 3 },
    { at: from + HOUR, ping: 20 },
  ]);
  await importPast();
  expect(await spans(from)).toEqual([
    ['up', 0, 30],
    ['maintenance', 30, 60],
    ['up', 60, 120],
  ]);
  const { count, down } = await store.series('a', { from, to: from + 2 * HOUR - 1, points: 2 });
  expect([count, down]).toEqual([
    [30, 60],
    [0, 0],
  ]);
});

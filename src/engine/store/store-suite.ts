/** What holds for every store. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CheckResult, EpochMs, Settings } from '../../contract/model.ts';
import { RECENT_CHECKS } from '../../contract/model.ts';
import { aFailure, anEndpoint, anIncident, aResult, DAY_ONE, SETTINGS } from './store-fixture.ts';
import { DAY_MS, type Retention, type Store, type StoredState } from './store.ts';

/** What a store needs to be tested. */
export interface StoreHarness {
  /** A store that was not opened. */
  create(): Promise<Store>;
  /** Stops, and opens what is there again; for a store that forgets: what it knows now. */
  reopen(store: Store, now: EpochMs): Promise<{ readonly store: Store; readonly state: StoredState }>;
  /** After the store was closed. */
  cleanUp(): Promise<void>;
}

const MINUTE = 60_000;
const HOUR = 3_600_000;
/** Keeps everything. */
const KEEP: Retention = { resultsBefore: 0, failuresBefore: 0, historyBefore: 0, removedBefore: 0 };

export function storeSuite(harness: StoreHarness): void {
  let store: Store;

  beforeEach(async () => {
    store = await harness.create();
    await store.open(DAY_ONE);
  });
  afterEach(async () => {
    await store.close();
    await harness.cleanUp();
  });

  async function reopened(now: EpochMs = DAY_ONE): Promise<StoredState> {
    const after = await harness.reopen(store, now);
    store = after.store;
    return after.state;
  }

  async function withEndpoints(...ids: string[]): Promise<void> {
    await store.saveEndpoints(ids.map((id) => anEndpoint(id)));
  }

  function record(...results: CheckResult[]): void {
    for (const result of results) store.recordResult(result);
  }

  describe('endpoints', () => {
    test('come back as they were saved, in the order in which they were added', async () => {
      const b = anEndpoint('b', { paused: true, source: 'file' });
      await store.saveEndpoints([b, anEndpoint('a')]);
      await withEndpoints('c');
      expect((await reopened()).endpoints).toEqual([b, anEndpoint('a'), anEndpoint('c')]);
    });

    test('are replaced by id, and keep their place and their history', async () => {
      await withEndpoints('a', 'b');
      record(aResult('a', DAY_ONE));
      const renamed = anEndpoint('a', { config: { ...anEndpoint('a').config, name: 'Another name' } });
      await store.saveEndpoints([renamed]);
      expect(await store.checks('a', { limit: 10 })).toEqual([aResult('a', DAY_ONE)]);
      expect((await reopened()).endpoints).toEqual([renamed, anEndpoint('b')]);
    });

    test('leave the list when removed, and come back with their history', async () => {
      await withEndpoints('a', 'b', 'c');
      record(aResult('a', DAY_ONE));
      await store.removeEndpoints(['a', 'nobody'], DAY_ONE);
      await store.removeEndpoints(['c'], DAY_ONE + 1);
      expect(await store.removedEndpoints()).toEqual([anEndpoint('c'), anEndpoint('a')]);
      const without = await reopened();
      expect(without.endpoints).toEqual([anEndpoint('b')]);
      expect(without.last.size).toBe(0);

      await store.saveEndpoints([anEndpoint('a')]);
      expect(await store.removedEndpoints()).toEqual([anEndpoint('c')]);
      const back = await reopened();
      expect(back.endpoints).toEqual([anEndpoint('a'), anEndpoint('b')]);
      expect(back.last.get('a')).toEqual(aResult('a', DAY_ONE));
    });

    test('that are removed twice were removed the first time', async () => {
      await withEndpoints('a', 'b');
      await store.removeEndpoints(['b'], 1);
      await store.removeEndpoints(['a'], 2);
      await store.removeEndpoints(['b'], 3);
      expect((await store.removedEndpoints()).map(({ id }) => id)).toEqual(['a', 'b']);
    });
  });

  test('settings come back, and later ones replace earlier ones', async () => {
    expect((await reopened()).settings).toEqual({});
    await store.saveSettings(SETTINGS);
    const changed: Settings = { ...SETTINGS, theme: 'light', maxPerHost: 1 };
    await store.saveSettings(changed);
    expect((await reopened()).settings).toEqual(changed);
  });

  describe('checks', () => {
    test('are read as soon as they are recorded, newest first', async () => {
      await withEndpoints('a', 'b');
      const results = [aResult('a', 3), aFailure('a', 1), aResult('a', 2, { verdict: 'degraded' })];
      record(...results, aResult('b', 2));
      expect(await store.checks('a', { limit: 10 })).toEqual([results[0], results[2], results[1]]);
      expect(await store.checks('a', { limit: 2 })).toEqual([results[0], results[2]]);
      expect(await store.checks('a', { limit: 2, before: 3 })).toEqual([results[2], results[1]]);
      expect(await store.checks('a', { limit: 2, before: 1 })).toEqual([]);
      expect(await store.checks('nobody', { limit: 2 })).toEqual([]);
    });

    test('come back whole, with durations to the microsecond', async () => {
      await withEndpoints('a');
      const results = [
        aResult('a', 1, { durationMs: 0, phases: {}, details: {}, queuedMs: 0, lateMs: 0 }),
        aResult('a', 2, { durationMs: 0.001, phases: { wait: 0 }, queuedMs: 1234.567, lateMs: 98_765.432 }),
        aResult('a', 3, { durationMs: 599_999.999, phases: { dns: 0.001, transfer: 599_999.998 } }),
        aFailure('a', 4, {
          failure: { code: 'timeout', message: 'No answer within 10 s, “Ünïcode”.', phase: 'wait' },
          details: {
            status: 503,
            snippet: 'Sorry \u0000 \ud83d\ude00',
            redirects: [{ status: 301, url: 'https://b.example/' }],
          },
        }),
        aResult('a', 5, { verdict: 'unknown', failure: { code: 'us.asleep', message: 'This machine slept.' } }),
        aResult('a', 6, {
          details: {
            rtt: 0.125,
            negative: -3,
            large: Number.MAX_SAFE_INTEGER,
            tiny: 1e-300,
            nothing: null,
            truncated: false,
            nested: { number: 1, list: [1, 'two', null] },
            '': '',
          },
        }),
      ];
      record(...results);
      expect(await store.checks('a', { limit: 10 })).toEqual(results.toReversed());
      record(aResult('a', 7, { durationMs: 1.000_000_4, phases: { dns: 0.999_999_6 } }));
      expect(await store.checks('a', { limit: 1 })).toEqual([aResult('a', 7, { durationMs: 1, phases: { dns: 1 } })]);
      await reopened();
      expect((await store.checks('a', { limit: 10 })).slice(1)).toEqual(results.toReversed());
    });

    test('of one endpoint and time are kept once: the first', async () => {
      await withEndpoints('a');
      record(aResult('a', 5), aFailure('a', 5));
      await store.flush();
      record(aFailure('a', 5));
      expect(await store.checks('a', { limit: 10 })).toEqual([aResult('a', 5)]);
      const { summary } = await store.series('a', { from: 0, to: 10, points: 10 });
      expect(summary).toMatchObject({ count: 1, down: 0 });
    });

    test('that cannot be kept do not take others with them', async () => {
      await withEndpoints('a');
      record(
        aResult('a', 1),
        aResult('a', 2, { durationMs: Number.NaN }),
        aResult('a', 3, { durationMs: -1 }),
        aResult('a', 4, { details: { big: 1n } }),
        aResult('nobody', 5),
        aResult('a', 6),
      );
      expect((await store.checks('a', { limit: 10 })).map(({ at }) => at)).toEqual([6, 1]);
    });

    test('are many', async () => {
      await withEndpoints('a', 'b');
      for (let at = 0; at < 2500; at += 1) record(aResult(at % 2 === 0 ? 'a' : 'b', at, { durationMs: at }));
      const checks = await store.checks('a', { limit: 5000 });
      expect(checks.map(({ at }) => at)).toEqual(Array.from({ length: 1250 }, (_, index) => 2498 - 2 * index));
      expect(store.stats()).toMatchObject({ queued: 0, rowsWritten: 2500 });
    });
  });

  test('open gives the newest checks of each endpoint, oldest first, and the last one whole', async () => {
    await withEndpoints('a', 'b', 'c');
    for (let at = 1; at <= RECENT_CHECKS + 5; at += 1) record(aResult('a', at, { durationMs: at }));
    record(aResult('b', 1), aFailure('b', 2));
    const { recent, last } = await reopened();
    expect([...last.keys()]).toEqual(['a', 'b']);
    expect(last.get('b')).toEqual(aFailure('b', 2));
    expect(recent.get('b')).toEqual({
      at: [1, 2],
      durationMs: [42.123, 3],
      verdict: ['up', 'down'],
      failure: [null, 'Nothing listens on port 443.'],
    });
    const times = Array.from({ length: RECENT_CHECKS }, (_, index) => index + 6);
    expect(recent.get('a')).toMatchObject({ at: times, durationMs: times });
  });

  describe('spans', () => {
    test('replace the one of the same start, and are found where they overlap', async () => {
      await withEndpoints('a', 'b');
      store.recordSpan({ endpointId: 'a', status: 'up', from: 10, to: 15 });
      store.recordSpan({ endpointId: 'a', status: 'down', from: 20, to: 30 });
      store.recordSpan({ endpointId: 'a', status: 'up', from: 10, to: 20 });
      store.recordSpan({ endpointId: 'b', status: 'unknown', from: 10, to: 20 });
      await store.flush();
      store.recordSpan({ endpointId: 'a', status: 'down', from: 20, to: 40 });
      const first = { endpointId: 'a', status: 'up', from: 10, to: 20 };
      const second = { endpointId: 'a', status: 'down', from: 20, to: 40 };
      expect(await store.spans('a', { from: 0, to: 100 })).toEqual([first, second]);
      expect(await store.spans('a', { from: 21, to: 100 })).toEqual([second]);
      expect(await store.spans('a', { from: 0, to: 19 })).toEqual([first]);
      expect(await store.spans('a', { from: 41, to: 50 })).toEqual([]);
      expect(await store.spans('nobody', { from: 0, to: 100 })).toEqual([]);
    });

    test('open gives those of the last day, and the last of each endpoint on the list', async () => {
      await withEndpoints('a', 'b', 'gone');
      const now = DAY_ONE + 10 * DAY_MS;
      const span = (endpointId: string, from: EpochMs, to: EpochMs) =>
        ({ endpointId, status: 'up', from, to }) as const;
      const old = span('a', DAY_ONE, DAY_ONE + DAY_MS);
      const reaching = span('a', DAY_ONE + DAY_MS, now - DAY_MS);
      const recent = span('a', now - DAY_MS + 1, now);
      const lastOfB = span('b', DAY_ONE, DAY_ONE + 5);
      for (const each of [recent, old, lastOfB, reaching, span('gone', now - 5, now)]) store.recordSpan(each);
      await store.removeEndpoints(['gone'], now);
      expect((await reopened(now)).spans).toEqual([lastOfB, reaching, recent]);
    });
  });

  describe('incidents', () => {
    test('replace the one of the same id, and come newest first', async () => {
      await withEndpoints('a', 'b', 'gone');
      const first = anIncident('1', 'a', 10);
      const second = anIncident('2', 'b', 20);
      for (const incident of [first, second, anIncident('3', 'gone', 30)]) store.recordIncident(incident);
      const ended = { ...first, failures: 7, lastFailureAt: 18, resolvedAt: 19 };
      store.recordIncident(ended);
      await store.removeEndpoints(['gone'], 100);
      expect(await store.incidents({ limit: 10 })).toEqual([second, ended]);
      expect(await store.incidents({ limit: 1 })).toEqual([second]);
      expect(await store.incidents({ limit: 10, before: 20 })).toEqual([ended]);
      expect(await store.incidents({ limit: 10, id: 'a' })).toEqual([ended]);
      expect(await store.incidents({ limit: 10, id: 'a', before: 10 })).toEqual([]);
      expect(await store.incidents({ limit: 10, id: 'gone' })).toEqual([anIncident('3', 'gone', 30)]);
      expect(await store.incidents({ limit: 10, id: 'nobody' })).toEqual([]);
    });

    test('open gives all that are open and the newest hundred of the ended', async () => {
      await withEndpoints('a');
      const open = [anIncident('open-1', 'a', 1), anIncident('open-2', 'a', 1000)];
      for (const incident of open) store.recordIncident(incident);
      for (let at = 100; at < 205; at += 1) store.recordIncident(anIncident(`e${at}`, 'a', at, { resolvedAt: at + 1 }));
      const { incidents } = await reopened();
      expect(incidents).toHaveLength(102);
      expect(incidents[0]).toEqual(open[1]);
      expect(incidents[1]?.id).toBe('e204');
      expect(incidents[100]?.id).toBe('e105');
      expect(incidents[101]).toEqual(open[0]);
    });
  });

  describe('prune', () => {
    const at = (hours: number): EpochMs => DAY_ONE + hours * HOUR;

    test('takes single results that are too old, and failed ones later', async () => {
      await withEndpoints('a', 'b');
      record(aFailure('a', at(0)), aFailure('a', at(1)), aResult('a', at(2)), aResult('a', at(3)), aResult('b', at(0)));
      record(aResult('a', at(1) + 1, { verdict: 'unknown', failure: { code: 'us.late', message: 'Late.' } }));
      await store.prune({ ...KEEP, resultsBefore: at(3), failuresBefore: at(1) });
      expect(await store.checks('a', { limit: 10 })).toEqual([aResult('a', at(3)), aFailure('a', at(1))]);
      expect(await store.checks('b', { limit: 10 })).toEqual([]);
    });

    test('leaves rollups, from which series go on', async () => {
      await withEndpoints('a');
      for (let second = 0; second < 6 * 3600; second += 30) record(aResult('a', DAY_ONE + second * 1000));
      const whole = { from: at(0), to: at(6) - 1, points: 50 };
      const before = await store.series('a', whole);
      await store.prune({ ...KEEP, resultsBefore: at(5) });
      expect(await store.series('a', whole)).toEqual(before);
      // Not in finer points than a minute any more.
      const fine = await store.series('a', { from: at(0), to: at(0) + 10 * MINUTE - 1, points: 100 });
      expect(fine).toMatchObject({ step: MINUTE, count: Array(10).fill(2), summary: { count: 20, p50: 42.123 } });

      await store.prune({ ...KEEP, resultsBefore: at(5), failuresBefore: at(3) });
      const hours = await store.series('a', { from: at(0), to: at(1) - 1, points: 100 });
      expect(hours).toMatchObject({ step: HOUR, count: [120], summary: { count: 120 } });
      const minutes = await store.series('a', { from: at(3), to: at(4) - 1, points: 100 });
      expect(minutes).toMatchObject({ step: MINUTE, summary: { count: 120 } });

      await store.prune({ ...KEEP, resultsBefore: at(5), failuresBefore: at(3), historyBefore: at(2) });
      const left = await store.series('a', { from: at(0), to: at(3) - 1, points: 3 });
      expect(left).toMatchObject({ step: HOUR, at: [at(2)], count: [120] });
    });

    test('keeps the failures of rollups when single results are gone', async () => {
      await withEndpoints('a');
      record(aResult('a', at(0)), aFailure('a', at(0) + 1), aFailure('a', at(0) + 2));
      await store.prune({ ...KEEP, resultsBefore: at(48), failuresBefore: at(48) });
      expect(await store.checks('a', { limit: 10 })).toEqual([]);
      const series = await store.series('a', { from: at(0), to: at(2), points: 2 });
      expect(series).toMatchObject({ count: [1], down: [2], failure: ['Nothing listens on port 443.'] });
      await reopened();
      record(aFailure('a', at(0) + 3));
      expect(await store.series('a', { from: at(0), to: at(2), points: 2 })).toMatchObject({ count: [1], down: [3] });
    });

    test('in the middle of a minute, hour and day loses nothing of what stays', async () => {
      await withEndpoints('a', 'idle');
      // Nothing comes after the hour and the day in which retention cuts.
      record(...[at(0), at(1), at(1) + 20 * MINUTE].map((time) => aResult('idle', time)));
      const times = [at(1), at(1) + 30_000, at(1) + 20 * MINUTE, at(3), at(3) + MINUTE, at(3) + MINUTE + 30_000];
      record(...times.map((time) => aResult('a', time)));
      const hours = { from: at(0), to: at(4) - 1, points: 4 };
      const days = { from: at(0), to: at(24) - 1, points: 1 };
      const before = [await store.series('a', hours), await store.series('a', days)];
      await store.prune({
        ...KEEP,
        resultsBefore: at(3) + MINUTE + 10_000,
        failuresBefore: at(1) + 10 * MINUTE,
        historyBefore: at(1),
      });
      expect([await store.series('a', hours), await store.series('a', days)]).toEqual(before);
      expect(await store.series('idle', { ...hours, from: at(1), points: 3 })).toMatchObject({ count: [2] });
      expect(await store.series('idle', days)).toMatchObject({ count: [3] });
      const minute = { from: at(3) + MINUTE, to: at(3) + MINUTE, points: 1 };
      expect((await store.series('a', minute)).summary.count).toBe(2);
      await reopened();
      record(aResult('a', at(1) + 50_000), aResult('a', at(3) + MINUTE + 50_000), aResult('a', at(30)));
      expect(await store.series('a', hours)).toMatchObject({ count: [4, 4] });
      expect(await store.series('a', days)).toMatchObject({ count: [8] });
      expect((await store.series('a', minute)).summary.count).toBe(3);
    });

    test('takes history: spans and incidents that ended', async () => {
      await withEndpoints('a');
      const spans = [
        { endpointId: 'a', status: 'up', from: at(0), to: at(1) },
        { endpointId: 'a', status: 'down', from: at(1), to: at(3) },
      ] as const;
      for (const span of spans) store.recordSpan(span);
      const incidents = [
        anIncident('1', 'a', at(0), { resolvedAt: at(1) }),
        anIncident('2', 'a', at(0)),
        anIncident('3', 'a', at(1), { resolvedAt: at(3) }),
      ];
      for (const incident of incidents) store.recordIncident(incident);
      await store.prune({ ...KEEP, historyBefore: at(2) });
      expect(await store.spans('a', { from: 0, to: at(100) })).toEqual([spans[1]]);
      expect(await store.incidents({ limit: 10 })).toEqual([incidents[2], incidents[1]]);
    });

    test('takes endpoints that were removed long ago, with everything', async () => {
      await withEndpoints('a', 'b', 'c');
      for (const id of ['a', 'b', 'c']) {
        record(aResult(id, at(0)), aFailure(id, at(1)));
        store.recordSpan({ endpointId: id, status: 'up', from: at(0), to: at(1) });
        store.recordIncident(anIncident(`incident ${id}`, id, at(1)));
      }
      await store.removeEndpoints(['a'], at(2));
      await store.removeEndpoints(['b'], at(4));
      await store.prune({ ...KEEP, removedBefore: at(3) });
      expect((await store.removedEndpoints()).map(({ id }) => id)).toEqual(['b']);
      await withEndpoints('a', 'b');
      expect(await store.checks('a', { limit: 10 })).toEqual([]);
      expect(await store.spans('a', { from: 0, to: at(9) })).toEqual([]);
      expect(await store.incidents({ id: 'a', limit: 10 })).toEqual([]);
      expect((await store.series('a', { from: at(0), to: at(5), points: 2 })).at).toEqual([]);
      for (const id of ['b', 'c']) {
        expect(await store.checks(id, { limit: 10 })).toHaveLength(2);
        expect((await store.series(id, { from: at(0), to: at(5), points: 1 })).summary).toMatchObject({ count: 1 });
      }
      // The one that came back is a new one, at the end.
      expect((await reopened()).endpoints.map(({ id }) => id)).toEqual(['b', 'c', 'a']);
    });

    test('goes on beside reads and writes', async () => {
      await withEndpoints('a', 'b');
      for (let index = 0; index < 9000; index += 1) record(aResult('a', at(0) + index * 1000));
      const pruned = store.prune({ ...KEEP, resultsBefore: at(2) });
      record(aResult('b', at(3)));
      expect(await store.checks('b', { limit: 1 })).toEqual([aResult('b', at(3))]);
      await pruned;
      expect((await store.checks('a', { limit: 10_000 })).length).toBe(9000 - 7200);
      expect((await store.series('a', { from: at(0), to: at(3), points: 3 })).summary.count).toBe(9000);
    });
  });
}

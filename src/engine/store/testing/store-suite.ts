/** Tests that every store must pass: endpoints, settings and checks. The other suites of this folder test the rest. */
import { describe, expect, test } from 'vitest';
import { VERDICTS } from '../../../contract/model/check.ts';
import type { Settings } from '../../../contract/model/settings.ts';
import { RECENT_CHECKS } from '../../../contract/model/endpoint.ts';
import { summarizeFailure } from '../../../shared/recent-checks.ts';
import { aFailure, anEndpoint, aResult, DAY_ONE, SETTINGS } from './store-fixture.ts';
import { storePerTest, type StoreHarness } from './store-per-test.ts';

export function storeSuite(harness: StoreHarness): void {
  const subject = storePerTest(harness);
  const { reopened, withEndpoints, record } = subject;

  describe('endpoints', () => {
    test('are read as they were saved, in the order in which they were added', async () => {
      const b = anEndpoint('b', { paused: true, pausedUntil: DAY_ONE + 3_600_000, source: 'file' });
      await subject.store.saveEndpoints([b, anEndpoint('a')]);
      await withEndpoints('c');
      expect((await reopened()).endpoints).toEqual([b, anEndpoint('a'), anEndpoint('c')]);
    });

    test('are replaced by id, and keep their position and history', async () => {
      await withEndpoints('a', 'b');
      record(aResult('a', DAY_ONE));
      const renamed = anEndpoint('a', { config: { ...anEndpoint('a').config, name: 'Another name' } });
      await subject.store.saveEndpoints([renamed]);
      expect(await subject.store.checks('a', { limit: 10 })).toEqual([aResult('a', DAY_ONE)]);
      expect((await reopened()).endpoints).toEqual([renamed, anEndpoint('b')]);
    });

    test('are removed, and restored with their history', async () => {
      await withEndpoints('a', 'b', 'c');
      record(aResult('a', DAY_ONE));
      await subject.store.removeEndpoints(['a', 'nobody'], DAY_ONE);
      await subject.store.removeEndpoints(['c'], DAY_ONE + 1);
      expect(await subject.store.removedEndpoints()).toEqual([anEndpoint('c'), anEndpoint('a')]);
      const without = await reopened();
      expect(without.endpoints).toEqual([anEndpoint('b')]);
      expect(without.last.size).toBe(0);

      await subject.store.saveEndpoints([anEndpoint('a')]);
      expect(await subject.store.removedEndpoints()).toEqual([anEndpoint('c')]);
      const back = await reopened();
      expect(back.endpoints).toEqual([anEndpoint('a'), anEndpoint('b')]);
      expect(back.last.get('a')).toEqual(aResult('a', DAY_ONE));
    });

    test('can be saved as removed while their history is incomplete', async () => {
      await subject.store.saveEndpoints([anEndpoint('a'), anEndpoint('b')], DAY_ONE);
      record(aResult('a', DAY_ONE));
      expect((await reopened()).endpoints).toEqual([]);
      await subject.store.saveEndpoints([anEndpoint('a')]);
      // Those that are discarded are purged.
      await subject.store.saveEndpoints([anEndpoint('b')], 0);
      expect(await subject.store.removedEndpoints()).toEqual([anEndpoint('b')]);
      const limits = { resultsBefore: 0, failuresBefore: 0, historyBefore: 0 };
      await subject.store.prune({ ...limits, removedBefore: DAY_ONE });
      expect(await subject.store.removedEndpoints()).toEqual([]);
      const { endpoints, last } = await reopened();
      expect(endpoints).toEqual([anEndpoint('a')]);
      expect(last.get('a')).toEqual(aResult('a', DAY_ONE));
    });

    test('keep the first time of removal', async () => {
      await withEndpoints('a', 'b');
      await subject.store.removeEndpoints(['b'], 1);
      await subject.store.removeEndpoints(['a'], 2);
      await subject.store.removeEndpoints(['b'], 3);
      expect((await subject.store.removedEndpoints()).map(({ id }) => id)).toEqual(['a', 'b']);
    });
  });

  test('settings are stored, and later ones replace earlier ones', async () => {
    expect((await reopened()).settings).toEqual({});
    await subject.store.saveSettings(SETTINGS);
    const changed: Settings = { ...SETTINGS, theme: 'light', maxPerHost: 1 };
    await subject.store.saveSettings(changed);
    expect((await reopened()).settings).toEqual(changed);
  });

  describe('checks', () => {
    test('can be read as soon as they are recorded, newest first', async () => {
      await withEndpoints('a', 'b');
      const results = [aResult('a', 3), aFailure('a', 1), aResult('a', 2, { verdict: 'degraded' })];
      record(...results, aResult('b', 2));
      expect(await subject.store.checks('a', { limit: 10 })).toEqual([results[0], results[2], results[1]]);
      expect(await subject.store.checks('a', { limit: 2 })).toEqual([results[0], results[2]]);
      expect(await subject.store.checks('a', { limit: 2, before: 3 })).toEqual([results[2], results[1]]);
      expect(await subject.store.checks('a', { limit: 2, before: 1 })).toEqual([]);
      expect(await subject.store.checks('nobody', { limit: 2 })).toEqual([]);
    });

    test('are read completely, with durations rounded to at most 0.1 ms', async () => {
      await withEndpoints('a');
      const results = [
        aResult('a', 1, { durationMs: 0, phases: {}, details: {}, queuedMs: 0, lateMs: 0 }),
        aResult('a', 2, { durationMs: 0.001, phases: { wait: 0 }, queuedMs: 1234.6, lateMs: 98_765.4 }),
        aResult('a', 3, { durationMs: 599_999.9, phases: { dns: 0.1, transfer: 599_999.8 } }),
        aFailure('a', 4, {
          failure: { code: 'expect.missing', params: { expected: '“Ünïcode”', readBytes: 4 }, phase: 'wait' },
          details: {
            status: 503,
            snippet: 'Sorry \u0000 \ud83d\ude00',
            redirects: [{ status: 301, url: 'https://b.example/' }],
          },
        }),
        aResult('a', 5, {
          verdict: 'unknown',
          failure: { code: 'local.asleep', message: 'A sentence of an earlier Lookout.' },
        }),
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
      expect(await subject.store.checks('a', { limit: 10 })).toEqual(results.toReversed());
      const measured = { durationMs: 42.123_45, phases: { dns: 1.53, connect: 10.26, wait: 30.333 } };
      record(aResult('a', 7, { ...measured, queuedMs: 0.04, lateMs: 0.25 }));
      expect(await subject.store.checks('a', { limit: 1 })).toEqual([
        // The ends of the phases are rounded, so that they still add up to the duration.
        aResult('a', 7, {
          durationMs: 42.1,
          phases: { dns: 1.5, connect: 10.3, wait: 30.3 },
          queuedMs: 0,
          lateMs: 0.3,
        }),
      ]);
      // Short durations keep three digits.
      record(aResult('a', 8, { durationMs: 0.123_4, phases: { dns: 0.1, connect: 0.023_4 } }));
      expect(await subject.store.checks('a', { limit: 1 })).toMatchObject([
        { durationMs: 0.123, phases: { dns: 0.1, connect: 0.023 } },
      ]);
      await reopened();
      expect((await subject.store.checks('a', { limit: 10 })).slice(2)).toEqual(results.toReversed());
    });

    test('keep phases and metrics of any name, and the measurements of this machine', async () => {
      await withEndpoints('a');
      const results = [
        aResult('a', 1, { phases: { bind: 0.5, 'search 1': 3 }, metrics: { loss: 0, hops: 12, Größe: 0.1 } }),
        aFailure('a', 2, {
          phases: { bind: 10 },
          metrics: { loss: 100 },
          selfMs: 45.3,
          swallowed: { slots: 3, interval: 1000 },
        }),
        aResult('a', 3, { metrics: { offset: -1234.567, lag: 1e-9, rows: Number.MAX_SAFE_INTEGER, zero: -0 } }),
        aResult('a', 4, { phases: {}, metrics: {}, selfMs: 0, swallowed: { slots: 86_400, interval: 86_400_000 } }),
        aResult('a', 5, { phases: { search: 1, bind: 2 }, metrics: { hops: 12, loss: 0 }, selfMs: 599_999.9 }),
      ];
      record(...results);
      expect(await subject.store.checks('a', { limit: 10 })).toEqual(results.toReversed());
      await reopened();
      const back = await subject.store.checks('a', { limit: 10 });
      expect(back).toEqual(results.toReversed());
      expect(Object.keys(back[0]?.phases ?? {})).toEqual(['search', 'bind']);
      record(aResult('a', 6, { selfMs: 1.26 }));
      expect(await subject.store.checks('a', { limit: 1 })).toMatchObject([{ selfMs: 1.3 }]);
    });

    test('with the same endpoint and time are stored once: the first', async () => {
      await withEndpoints('a');
      record(aResult('a', 5), aFailure('a', 5));
      await subject.store.flush();
      record(aFailure('a', 5));
      expect(await subject.store.checks('a', { limit: 10 })).toEqual([aResult('a', 5)]);
      const { summary } = await subject.store.series('a', { from: 0, to: 10, points: 10 });
      expect(summary).toMatchObject({ count: 1, down: 0 });
    });

    test('that cannot be stored do not affect others', async () => {
      await withEndpoints('a');
      record(
        aResult('a', 1),
        aResult('a', 2, { durationMs: Number.NaN }),
        aResult('a', 3, { durationMs: -1 }),
        aResult('a', 4, { details: { big: 1n } }),
        aResult('a', 4, { metrics: { loss: Number.NaN } }),
        aResult('a', 4, { phases: { dns: -1 } }),
        aResult('nobody', 5),
        aResult('a', 6),
      );
      expect((await subject.store.checks('a', { limit: 10 })).map(({ at }) => at)).toEqual([6, 1]);
    });

    test('of a range are read in columns, oldest first, wherever they are kept', async () => {
      await withEndpoints('a', 'b');
      const [one, two, three] = [DAY_ONE, DAY_ONE + 3 * 3_600_000, DAY_ONE + 6 * 3_600_000];
      record(aResult('a', one, { durationMs: 12.5 }));
      record(aFailure('a', two, { durationMs: 9000 }));
      record(aResult('a', three, { durationMs: 1, verdict: 'degraded' }));
      record(aResult('b', two));
      const read = await subject.store.checkColumns('a', { from: one, to: three });
      expect([...read.at]).toEqual([one, two, three]);
      expect([...read.verdict].map((code) => VERDICTS[code])).toEqual(['up', 'down', 'degraded']);
      expect([...read.durationMs]).toEqual([12.5, 9000, 1]);
      const part = await subject.store.checkColumns('a', { from: one + 1, to: three - 1 });
      expect([...part.at]).toEqual([two]);
      expect((await subject.store.checkColumns('nobody', { from: one, to: three })).at).toHaveLength(0);
    });

    test('may be many', async () => {
      await withEndpoints('a', 'b');
      for (let at = 0; at < 2500; at += 1) record(aResult(at % 2 === 0 ? 'a' : 'b', at, { durationMs: at }));
      const checks = await subject.store.checks('a', { limit: 5000 });
      expect(checks.map(({ at }) => at)).toEqual(Array.from({ length: 1250 }, (_, index) => 2498 - 2 * index));
      expect(subject.store.stats()).toMatchObject({ queued: 0, rowsWritten: 2500 });
    });
  });

  test('open returns the newest checks of each endpoint, oldest first, and the complete last one', async () => {
    await withEndpoints('a', 'b', 'c');
    for (let at = 1; at <= RECENT_CHECKS + 5; at += 1) {
      record(aResult('a', at, { durationMs: at, selfMs: at % 10 === 0 ? 50 : 0.4 }));
    }
    record(aResult('b', 1), aFailure('b', 2));
    const { recent, last } = await reopened();
    expect([...last.keys()]).toEqual(['a', 'b']);
    expect(last.get('b')).toEqual(aFailure('b', 2));
    expect(recent.get('b')).toEqual({
      at: [1, 2],
      durationMs: [42.1, 3],
      verdict: ['up', 'down'],
      failure: [null, summarizeFailure(aFailure('b', 2).failure ?? { code: '' })],
      disturbed: [],
    });
    const times = Array.from({ length: RECENT_CHECKS }, (_, index) => index + 6);
    expect(recent.get('a')).toMatchObject({ at: times, durationMs: times, disturbed: [10, 20, 30, 40, 50, 60] });
  });
}

/** Tests that every store must pass: retention. */
import { describe, expect, test } from 'vitest';
import type { EpochMs } from '../../../contract/model/units.ts';
import { aFailure, anEndpoint, anIncident, aResult, DAY_ONE } from './store-fixture.ts';
import { storePerTest, type StoreHarness } from './store-per-test.ts';
import { KEPT_CHANGES, type Retention } from '../store.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;
/** Keeps everything. */
const KEEP: Retention = { resultsBefore: 0, failuresBefore: 0, historyBefore: 0, removedBefore: 0 };

export function pruneSuite(harness: StoreHarness): void {
  describe('prune', () => {
    const subject = storePerTest(harness);
    const { reopened, withEndpoints, record } = subject;
    const at = (hours: number): EpochMs => DAY_ONE + hours * HOUR;

    test('removes old results, and failed ones later', async () => {
      await withEndpoints('a', 'b');
      record(aFailure('a', at(0)), aFailure('a', at(1)), aResult('a', at(2)), aResult('a', at(3)), aResult('b', at(0)));
      record(
        aResult('a', at(1) + 1, { verdict: 'unknown', failure: { code: 'local.late', params: { lateMs: 1500 } } }),
      );
      await subject.store.prune({ ...KEEP, resultsBefore: at(3), failuresBefore: at(1) });
      expect(await subject.store.checks('a', { limit: 10 })).toEqual([aResult('a', at(3)), aFailure('a', at(1))]);
      expect(await subject.store.checks('b', { limit: 10 })).toEqual([]);
    });

    test('removes old changes, and the oldest of too many', async () => {
      await withEndpoints('a', 'b');
      const changed = (id: string, time: EpochMs) =>
        aResult(id, time, { details: { changes: [{ name: 'x', before: 1, after: 2 }] } });
      record(changed('a', at(0)), changed('a', at(1)));
      for (let index = 0; index < KEPT_CHANGES + 5; index += 1) record(changed('b', at(1) + index));
      await subject.store.prune({ ...KEEP, historyBefore: at(1) });
      expect((await subject.store.changes('a', { limit: 10 })).map((change) => change.at)).toEqual([at(1)]);
      const left = await subject.store.changes('b', { limit: KEPT_CHANGES + 10 });
      expect([left.length, left.at(-1)?.at]).toEqual([KEPT_CHANGES, at(1) + 5]);
    });

    test('leaves rollups, from which series are made', async () => {
      await withEndpoints('a');
      for (let second = 0; second < 6 * 3600; second += 30) record(aResult('a', DAY_ONE + second * 1000));
      const whole = { from: at(0), to: at(6) - 1, points: 50 };
      const before = await subject.store.series('a', whole);
      await subject.store.prune({ ...KEEP, resultsBefore: at(5) });
      expect(await subject.store.series('a', whole)).toEqual(before);
      // Points are no longer finer than a minute.
      const fine = await subject.store.series('a', { from: at(0), to: at(0) + 10 * MINUTE - 1, points: 100 });
      expect(fine).toMatchObject({ step: MINUTE, count: Array(10).fill(2), summary: { count: 20, p50: 42.1 } });

      await subject.store.prune({ ...KEEP, resultsBefore: at(5), failuresBefore: at(3) });
      const hours = await subject.store.series('a', { from: at(0), to: at(1) - 1, points: 100 });
      expect(hours).toMatchObject({ step: HOUR, count: [120], summary: { count: 120 } });
      const minutes = await subject.store.series('a', { from: at(3), to: at(4) - 1, points: 100 });
      expect(minutes).toMatchObject({ step: MINUTE, summary: { count: 120 } });

      await subject.store.prune({ ...KEEP, resultsBefore: at(5), failuresBefore: at(3), historyBefore: at(2) });
      const left = await subject.store.series('a', { from: at(0), to: at(3) - 1, points: 3 });
      expect(left).toMatchObject({ step: HOUR, at: [at(2)], count: [120] });
    });

    test('removes each level by its own limit', async () => {
      await withEndpoints('a');
      for (let hour = 0; hour < 96; hour += 1) record(aResult('a', at(hour)), aFailure('a', at(hour) + MINUTE));
      subject.store.recordIncident(anIncident('old', 'a', at(1), { resolvedAt: at(2) }));
      await subject.store.prune({
        ...KEEP,
        resultsBefore: at(90),
        failuresBefore: at(80),
        minutesBefore: at(85),
        historyBefore: at(48),
        daysBefore: at(24),
        incidentsBefore: at(1),
      });
      const checks = await subject.store.checks('a', { limit: 1000 });
      expect(checks.filter(({ verdict }) => verdict === 'up')).toHaveLength(6);
      expect(checks.filter(({ verdict }) => verdict === 'down')).toHaveLength(16);
      const minutes = { from: at(85), to: at(86) - 1, points: 60 };
      expect(await subject.store.series('a', minutes)).toMatchObject({ step: MINUTE, summary: { count: 1, down: 1 } });
      const earlier = { from: at(84), to: at(85), points: 60 };
      expect(await subject.store.series('a', earlier)).toMatchObject({ step: HOUR });
      const hours = { from: at(48), to: at(72) - 1, points: 24 };
      expect(await subject.store.series('a', hours)).toMatchObject({ step: HOUR, count: Array(24).fill(1) });
      // There are no hours, so the day is one point.
      const day = { from: at(24), to: at(48) - 1, points: 24 };
      expect(await subject.store.series('a', day)).toMatchObject({ step: 24 * HOUR, count: [24], down: [24] });
      expect((await subject.store.series('a', { ...day, from: at(0), to: at(24) - 1 })).at).toEqual([]);
      expect(await subject.store.incidents({ limit: 10 })).toHaveLength(1);
    });

    test('keeps the failures of rollups when single results were removed', async () => {
      await withEndpoints('a');
      record(aResult('a', at(0)), aFailure('a', at(0) + 1), aFailure('a', at(0) + 2));
      await subject.store.prune({ ...KEEP, resultsBefore: at(48), failuresBefore: at(48) });
      expect(await subject.store.checks('a', { limit: 10 })).toEqual([]);
      const series = await subject.store.series('a', { from: at(0), to: at(2), points: 2 });
      expect(series).toMatchObject({ count: [1], down: [2], failure: [{ code: 'connect.refused' }] });
      await reopened();
      record(aFailure('a', at(0) + 3));
      expect(await subject.store.series('a', { from: at(0), to: at(2), points: 2 })).toMatchObject({
        count: [1],
        down: [3],
      });
    });

    test('in the middle of a minute, hour and day, loses no data that must stay', async () => {
      await withEndpoints('a', 'idle');
      // Nothing comes after the hour and the day in which retention cuts.
      record(...[at(0), at(1), at(1) + 20 * MINUTE].map((time) => aResult('idle', time)));
      const times = [at(1), at(1) + 30_000, at(1) + 20 * MINUTE, at(3), at(3) + MINUTE, at(3) + MINUTE + 30_000];
      record(...times.map((time) => aResult('a', time)));
      const hours = { from: at(0), to: at(4) - 1, points: 4 };
      const days = { from: at(0), to: at(24) - 1, points: 1 };
      const before = [await subject.store.series('a', hours), await subject.store.series('a', days)];
      await subject.store.prune({
        ...KEEP,
        resultsBefore: at(3) + MINUTE + 10_000,
        failuresBefore: at(1) + 10 * MINUTE,
        historyBefore: at(1),
      });
      expect([await subject.store.series('a', hours), await subject.store.series('a', days)]).toEqual(before);
      expect(await subject.store.series('idle', { ...hours, from: at(1), points: 3 })).toMatchObject({ count: [2] });
      expect(await subject.store.series('idle', days)).toMatchObject({ count: [3] });
      const minute = { from: at(3) + MINUTE, to: at(3) + MINUTE, points: 1 };
      expect((await subject.store.series('a', minute)).summary.count).toBe(2);
      await reopened();
      record(aResult('a', at(1) + 50_000), aResult('a', at(3) + MINUTE + 50_000), aResult('a', at(30)));
      expect(await subject.store.series('a', hours)).toMatchObject({ count: [4, 4] });
      expect(await subject.store.series('a', days)).toMatchObject({ count: [8] });
      expect((await subject.store.series('a', minute)).summary.count).toBe(3);
    });

    test('removes spans and incidents that ended', async () => {
      await withEndpoints('a');
      const spans = [
        { endpointId: 'a', status: 'up', from: at(0), to: at(1) },
        { endpointId: 'a', status: 'down', from: at(1), to: at(3) },
      ] as const;
      for (const span of spans) subject.store.recordSpan(span);
      const incidents = [
        anIncident('1', 'a', at(0), { resolvedAt: at(1) }),
        anIncident('2', 'a', at(0)),
        anIncident('3', 'a', at(1), { resolvedAt: at(3) }),
      ];
      for (const incident of incidents) subject.store.recordIncident(incident);
      const part = { name: 'body', content: 'not ready', cut: false } as const;
      for (const incident of incidents) subject.store.recordEvidence(incident, [part]);
      // An incident that changes keeps its evidence.
      for (const incident of incidents) subject.store.recordIncident(incident);
      expect(await subject.store.evidence('1')).toEqual([part]);
      subject.store.recordEvidence({ id: '3', endpointId: 'a' }, [part, { ...part, name: 'machine' }]);
      await subject.store.prune({ ...KEEP, historyBefore: at(2) });
      expect(await subject.store.evidence('1')).toEqual([]);
      expect(await subject.store.evidence('2')).toEqual([part]);
      expect(await subject.store.evidence('3')).toEqual([part, { ...part, name: 'machine' }]);
      expect(await subject.store.evidence('unknown')).toEqual([]);
      expect(await subject.store.spans('a', { from: 0, to: at(100) })).toEqual([spans[1]]);
      expect(await subject.store.incidents({ limit: 10 })).toEqual([incidents[2], incidents[1]]);
    });

    test('removes old documents that are not open', async () => {
      const document = (id: string, hour: number, open: boolean) => ({
        collection: 'c',
        id,
        at: at(hour),
        open,
        json: '1',
      });
      const all = [document('old', 1, false), document('open', 1, true), document('new', 2, false)];
      await subject.store.saveDocuments(all);
      await subject.store.prune({ ...KEEP, historyBefore: at(2) });
      expect((await subject.store.documents({ collection: 'c' })).map(({ id }) => id)).toEqual(['new', 'open']);
    });

    test('keeps endpoints that left the config file, because their entry may come back', async () => {
      await subject.store.saveEndpoints([anEndpoint('a', { source: 'file' }), anEndpoint('b')]);
      record(aResult('a', at(0)));
      await subject.store.removeEndpoints(['a', 'b'], at(1));
      await subject.store.prune({ ...KEEP, removedBefore: at(5) });
      expect((await subject.store.removedEndpoints()).map(({ id }) => id)).toEqual(['a']);
      await subject.store.saveEndpoints([anEndpoint('a', { source: 'file' })]);
      expect(await subject.store.checks('a', { limit: 10 })).toHaveLength(1);
    });

    test('keeps the source of a demo endpoint, and removes it like one that was added in the app', async () => {
      await subject.store.saveEndpoints([anEndpoint('a', { source: 'demo' })]);
      await subject.store.removeEndpoints(['a'], at(1));
      expect((await subject.store.removedEndpoints()).map(({ source }) => source)).toEqual(['demo']);
      await subject.store.prune({ ...KEEP, removedBefore: at(5) });
      expect(await subject.store.removedEndpoints()).toEqual([]);
    });

    test('removes endpoints that were removed long ago, with all their data', async () => {
      await withEndpoints('a', 'b', 'c');
      for (const id of ['a', 'b', 'c']) {
        record(aResult(id, at(0)), aFailure(id, at(1)));
        subject.store.recordSpan({ endpointId: id, status: 'up', from: at(0), to: at(1) });
        subject.store.recordIncident(anIncident(`incident ${id}`, id, at(1)));
      }
      await subject.store.removeEndpoints(['a'], at(2));
      await subject.store.removeEndpoints(['b'], at(4));
      await subject.store.prune({ ...KEEP, removedBefore: at(3) });
      expect((await subject.store.removedEndpoints()).map(({ id }) => id)).toEqual(['b']);
      await withEndpoints('a', 'b');
      expect(await subject.store.checks('a', { limit: 10 })).toEqual([]);
      expect(await subject.store.spans('a', { from: 0, to: at(9) })).toEqual([]);
      expect(await subject.store.incidents({ id: 'a', limit: 10 })).toEqual([]);
      expect((await subject.store.series('a', { from: at(0), to: at(5), points: 2 })).at).toEqual([]);
      for (const id of ['b', 'c']) {
        expect(await subject.store.checks(id, { limit: 10 })).toHaveLength(2);
        expect((await subject.store.series(id, { from: at(0), to: at(5), points: 1 })).summary).toMatchObject({
          count: 1,
        });
      }
      // The restored endpoint is a new one, at the end.
      expect((await reopened()).endpoints.map(({ id }) => id)).toEqual(['b', 'c', 'a']);
    });

    test('runs concurrently with reads and writes', async () => {
      await withEndpoints('a', 'b');
      for (let index = 0; index < 9000; index += 1) record(aResult('a', at(0) + index * 1000));
      const pruned = subject.store.prune({ ...KEEP, resultsBefore: at(2) });
      record(aResult('b', at(3)));
      expect(await subject.store.checks('b', { limit: 1 })).toEqual([aResult('b', at(3))]);
      await pruned;
      expect((await subject.store.checks('a', { limit: 10_000 })).length).toBe(9000 - 7200);
      expect((await subject.store.series('a', { from: at(0), to: at(3), points: 3 })).summary.count).toBe(9000);
    });
  });
}

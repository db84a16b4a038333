/** Tests that every store must pass, together with `prune-suite.ts` and `series-suite.ts`. */
import { describe, expect, test } from 'vitest';
import type { Incident } from '../../../contract/model/incident.ts';
import type { Settings } from '../../../contract/model/settings.ts';
import type { EpochMs } from '../../../contract/model/units.ts';
import { RECENT_CHECKS } from '../../../contract/model/endpoint.ts';
import { summarizeFailure } from '../../../shared/recent-checks.ts';
import { aFailure, anEndpoint, anIncident, aResult, DAY_ONE, SETTINGS } from './store-fixture.ts';
import { storePerTest, type StoreHarness } from './store-per-test.ts';
import { DAY_MS, type StoredDocument } from '../store.ts';
import { EMPTY_MEMORY } from '../../verdict/endpoint-memory.ts';

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

  describe('spans', () => {
    test('replace the span with the same start, and are found where they overlap', async () => {
      await withEndpoints('a', 'b');
      subject.store.recordSpan({ endpointId: 'a', status: 'up', from: 10, to: 15 });
      subject.store.recordSpan({ endpointId: 'a', status: 'down', from: 20, to: 30 });
      subject.store.recordSpan({ endpointId: 'a', status: 'up', from: 10, to: 20 });
      subject.store.recordSpan({ endpointId: 'b', status: 'unknown', from: 10, to: 20 });
      await subject.store.flush();
      subject.store.recordSpan({ endpointId: 'a', status: 'down', from: 20, to: 40 });
      const first = { endpointId: 'a', status: 'up', from: 10, to: 20 };
      const second = { endpointId: 'a', status: 'down', from: 20, to: 40 };
      expect(await subject.store.spans('a', { from: 0, to: 100 })).toEqual([first, second]);
      expect(await subject.store.spans('a', { from: 21, to: 100 })).toEqual([second]);
      expect(await subject.store.spans('a', { from: 0, to: 19 })).toEqual([first]);
      expect(await subject.store.spans('a', { from: 41, to: 50 })).toEqual([]);
      expect(await subject.store.spans('nobody', { from: 0, to: 100 })).toEqual([]);
    });

    test('open returns the spans of the last day, and the last one of each endpoint', async () => {
      await withEndpoints('a', 'b', 'gone');
      const now = DAY_ONE + 10 * DAY_MS;
      const span = (endpointId: string, from: EpochMs, to: EpochMs) =>
        ({ endpointId, status: 'up', from, to }) as const;
      const old = span('a', DAY_ONE, DAY_ONE + DAY_MS);
      const reaching = span('a', DAY_ONE + DAY_MS, now - DAY_MS);
      const recent = span('a', now - DAY_MS + 1, now);
      const lastOfB = span('b', DAY_ONE, DAY_ONE + 5);
      for (const each of [recent, old, lastOfB, reaching, span('gone', now - 5, now)]) subject.store.recordSpan(each);
      await subject.store.removeEndpoints(['gone'], now);
      expect((await reopened(now)).spans).toEqual([lastOfB, reaching, recent]);
    });
  });

  describe('incidents', () => {
    test('are read in pages, also those of the same millisecond', async () => {
      await withEndpoints('a');
      for (const id of ['1', '2', '3', '4', '5']) subject.store.recordIncident(anIncident(id, 'a', 10));
      subject.store.recordIncident(anIncident('0', 'a', 5));
      const ids: string[] = [];
      let last: Incident | undefined;
      for (let pages = 0; pages < 10; pages++) {
        const page = await subject.store.incidents({
          limit: 2,
          ...(last === undefined ? {} : { before: last.startedAt, beforeId: last.id }),
        });
        ids.push(...page.map(({ id }) => id));
        last = page.at(-1);
        if (last === undefined) break;
      }
      expect(ids).toEqual(['5', '4', '3', '2', '1', '0']);
    });

    test('replace the incident with the same id, and are sorted newest first', async () => {
      await withEndpoints('a', 'b', 'gone');
      const first = anIncident('1', 'a', 10);
      const second = anIncident('2', 'b', 20);
      for (const incident of [first, second, anIncident('3', 'gone', 30)]) subject.store.recordIncident(incident);
      const ended = { ...first, failures: 7, lastFailureAt: 18, resolvedAt: 19 };
      subject.store.recordIncident(ended);
      await subject.store.removeEndpoints(['gone'], 100);
      expect(await subject.store.incidents({ limit: 10 })).toEqual([second, ended]);
      expect(await subject.store.incidents({ limit: 1 })).toEqual([second]);
      expect(await subject.store.incidents({ limit: 10, before: 20 })).toEqual([ended]);
      expect(await subject.store.incidents({ limit: 10, id: 'a' })).toEqual([ended]);
      expect(await subject.store.incidents({ limit: 10, id: 'a', before: 10 })).toEqual([]);
      expect(await subject.store.incidents({ limit: 10, id: 'gone' })).toEqual([anIncident('3', 'gone', 30)]);
      expect(await subject.store.incidents({ limit: 10, id: 'nobody' })).toEqual([]);
    });

    test('are found by whether they are open, and by when they ended', async () => {
      await withEndpoints('a', 'b');
      const [ended, later, open] = [
        anIncident('1', 'a', 10, { resolvedAt: 20 }),
        anIncident('2', 'b', 15, { resolvedAt: 40 }),
        anIncident('3', 'a', 30),
      ];
      for (const incident of [ended, later, open]) subject.store.recordIncident(incident);
      expect(await subject.store.incidents({ limit: 10, open: true })).toEqual([open]);
      expect(await subject.store.incidents({ limit: 10, open: false })).toEqual([later, ended]);
      expect(await subject.store.incidents({ limit: 10, open: false, id: 'a' })).toEqual([ended]);
      expect(await subject.store.incidents({ limit: 10, endedAfter: 20 })).toEqual([open, later, ended]);
      expect(await subject.store.incidents({ limit: 10, endedAfter: 21 })).toEqual([open, later]);
      expect(await subject.store.incidents({ limit: 10, endedAfter: 21, before: 30 })).toEqual([later]);
      expect(await subject.store.incidents({ limit: 10, endedAfter: 41, open: false })).toEqual([]);
    });

    test('open returns all open incidents and the newest hundred ended ones', async () => {
      await withEndpoints('a');
      const open = [anIncident('open-1', 'a', 1), anIncident('open-2', 'a', 1000)];
      for (const incident of open) subject.store.recordIncident(incident);
      for (let at = 100; at < 205; at += 1)
        subject.store.recordIncident(anIncident(`e${at}`, 'a', at, { resolvedAt: at + 1 }));
      const { incidents } = await reopened();
      expect(incidents).toHaveLength(102);
      expect(incidents[0]).toEqual(open[1]);
      expect(incidents[1]?.id).toBe('e204');
      expect(incidents[100]?.id).toBe('e105');
      expect(incidents[101]).toEqual(open[0]);
    });
  });

  describe('documents', () => {
    const document = (id: string, more: Partial<StoredDocument> = {}): StoredDocument => ({
      collection: 'alert',
      id,
      at: DAY_ONE,
      open: false,
      json: JSON.stringify({ id }),
      ...more,
    });

    test('are saved, replaced and removed by collection and id, and read newest first', async () => {
      const [a, b, other] = [
        document('a'),
        document('b', { at: DAY_ONE + 1, open: true }),
        document('a', { collection: 'rule' }),
      ];
      await subject.store.saveDocuments([a, b, other]);
      expect(await subject.store.documents({ collection: 'alert' })).toEqual([b, a]);
      const changed = { ...a, json: '{}', open: true };
      await subject.store.saveDocuments([changed], [b, { collection: 'alert', id: 'nobody' }]);
      await reopened();
      expect(await subject.store.documents({ collection: 'alert' })).toEqual([changed]);
      expect(await subject.store.documents({ collection: 'rule' })).toEqual([other]);
    });

    test('are found by whether they are open, by time, and in pages', async () => {
      const all = [1, 2, 3, 4].map((at) => document(`${at}`, { at, open: at % 2 === 0 }));
      await subject.store.saveDocuments(all);
      const [one, two, three, four] = all;
      expect(await subject.store.documents({ collection: 'alert', open: true })).toEqual([four, two]);
      expect(await subject.store.documents({ collection: 'alert', open: false })).toEqual([three, one]);
      expect(await subject.store.documents({ collection: 'alert', before: 3, limit: 1 })).toEqual([two]);
    });

    test('are found by id and by owner', async () => {
      const all = ['a', 'b', 'c'].map((id, at) => document(id, { at, owner: id === 'b' ? 'y' : 'x' }));
      const [a, b, c] = all;
      await subject.store.saveDocuments([...all, document('d'), document('a', { collection: 'rule', owner: 'x' })]);
      await reopened();
      expect(await subject.store.documents({ collection: 'alert', id: 'b' })).toEqual([b]);
      expect(await subject.store.documents({ collection: 'alert', owner: 'x' })).toEqual([c, a]);
      expect(await subject.store.documents({ collection: 'alert', owner: 'z' })).toEqual([]);
    });

    test('that are recorded are read at once, and the later one stays', async () => {
      subject.store.recordDocument(document('a'));
      const later = document('a', { open: true, json: '{"later":true}' });
      subject.store.recordDocument(later);
      expect(await subject.store.documents({ collection: 'alert' })).toEqual([later]);
      await subject.store.saveDocuments([document('b')]);
      await reopened();
      expect(await subject.store.documents({ collection: 'alert' })).toEqual([document('b'), later]);
    });
  });

  describe('changes', () => {
    const changed = (at: EpochMs, ...names: readonly string[]) =>
      aResult('a', at, { details: { changes: names.map((name) => ({ name, before: [at], after: { at } })) } });
    const change = (at: EpochMs, name: string) => ({ name, before: [at], after: { at }, at });

    test('are recorded with the results that have them, and read newest first, those of a result together', async () => {
      await withEndpoints('a', 'b');
      record(changed(10, 'x'), aResult('a', 20), changed(30, 'x', 'y'), aResult('b', 30));
      expect(await subject.store.changes('a', { limit: 10 })).toEqual([
        change(30, 'x'),
        change(30, 'y'),
        change(10, 'x'),
      ]);
      expect(await subject.store.changes('a', { limit: 1 })).toEqual([change(30, 'x'), change(30, 'y')]);
      expect(await subject.store.changes('a', { limit: 10, before: 30 })).toEqual([change(10, 'x')]);
      expect(await subject.store.changes('b', { limit: 10 })).toEqual([]);
      expect(await subject.store.changes('nobody', { limit: 10 })).toEqual([]);
      await reopened();
      expect(await subject.store.changes('a', { limit: 1 })).toHaveLength(2);
    });
  });

  test('what an endpoint remembers is there after a restart, and when the endpoint is restored', async () => {
    await withEndpoints('a', 'b');
    const memory = { conditions: { '[BODY]': 'x' }, tracked: { route: { last: ['a'], seen: [] } } };
    subject.store.recordMemory('a', EMPTY_MEMORY);
    subject.store.recordMemory('a', memory);
    expect(await subject.store.memory('a')).toEqual(memory);
    expect(await subject.store.memory('b')).toEqual(EMPTY_MEMORY);
    const state = await reopened();
    expect([state.memory.get('a'), state.memory.get('b') ?? EMPTY_MEMORY]).toEqual([memory, EMPTY_MEMORY]);
    await subject.store.removeEndpoints(['a'], 1);
    expect((await reopened()).memory.has('a')).toBe(false);
    expect(await subject.store.memory('a')).toEqual(memory);
  });
}

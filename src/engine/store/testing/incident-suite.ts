/** Tests that every store must pass: status spans and incidents. */
import { describe, expect, test } from 'vitest';
import type { Incident } from '../../../contract/model/incident.ts';
import type { EpochMs } from '../../../contract/model/units.ts';
import { DAY_MS } from '../store.ts';
import { anIncident, DAY_ONE } from './store-fixture.ts';
import { storePerTest, type StoreHarness } from './store-per-test.ts';

export function incidentSuite(harness: StoreHarness): void {
  const subject = storePerTest(harness);
  const { reopened, withEndpoints } = subject;

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
}

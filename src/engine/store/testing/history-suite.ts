/** Tests that every store must pass: the status history. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { EpochMs } from '../../../contract/model/units.ts';
import type { StatusSpan } from '../../../contract/model/uptime.ts';
import type { StatusHistoryOptions } from '../status-history.ts';
import { DAY_MS } from '../store.ts';
import { anIncident, DAY_ONE } from './store-fixture.ts';
import { storePerTest, type StoreHarness } from './store-per-test.ts';

const MINUTE = 60_000;
const at = (minutes: number): EpochMs => DAY_ONE + minutes * MINUTE;

export function historySuite(harness: StoreHarness): void {
  const subject = storePerTest(harness);
  beforeEach(() => subject.withEndpoints('a', 'b'));

  function span(status: StatusSpan['status'], from: number, to: number, more: Partial<StatusSpan> = {}): void {
    subject.store.recordSpan({ endpointId: 'a', status, from: at(from), to: at(to), ...more });
  }

  const history = (from: number, to: number, more: Partial<StatusHistoryOptions> = {}) =>
    subject.store.statusHistory('a', {
      from: at(from),
      to: at(to),
      points: 100,
      since: at(0),
      tolerance: 2 * MINUTE,
      current: null,
      running: null,
      ...more,
    });
  const shape = async (from: number, to: number, more: Partial<StatusHistoryOptions> = {}) =>
    (await history(from, to, more)).spans.map(({ state, reason, from: start, to: end }) => [
      reason ?? state,
      (start - DAY_ONE) / MINUTE,
      (end - DAY_ONE) / MINUTE,
    ]);

  describe('status history', () => {
    test('has the reason why nothing was checked in each gap, even after a restart', async () => {
      subject.store.recordPresence({ state: 'running', from: at(0), to: at(20) });
      subject.store.recordPresence({ state: 'running', from: at(0), to: at(30) });
      subject.store.recordPresence({ state: 'running', from: at(60), to: at(200) });
      subject.store.recordPresence({ state: 'asleep', from: at(80), to: at(110) });
      span('up', 0, 30);
      span('unknown', 60, 70, { reason: 'local.offline' });
      span('up', 70, 79);
      span('up', 111, 120);
      span('paused', 120, 140);
      span('down', 160, 200);
      const expected = [
        ['up', 0, 30],
        ['notRunning', 30, 60],
        ['local.offline', 60, 70],
        ['up', 70, 79],
        ['asleep', 79, 111],
        ['up', 111, 120],
        ['paused', 120, 140],
        ['unwatched', 140, 160],
        ['down', 160, 200],
      ];
      expect(await shape(0, 200)).toEqual(expected);
      await subject.reopened(at(200));
      expect(await shape(0, 200)).toEqual(expected);
      // Also where the range begins or ends within one.
      expect(await shape(75, 90)).toEqual([
        ['up', 75, 79],
        ['asleep', 79, 90],
      ]);
      expect(await shape(35, 40)).toEqual([['notRunning', 35, 40]]);
    });

    test('the end of the last presence is known after a restart', async () => {
      expect((await subject.reopened()).lastPresenceAt).toBeNull();
      subject.store.recordPresence({ state: 'running', from: at(0), to: at(20) });
      subject.store.recordPresence({ state: 'asleep', from: at(5), to: at(10) });
      expect((await subject.reopened()).lastPresenceAt).toBe(at(20));
    });

    test('has no states before the endpoint existed, or before the oldest stored history', async () => {
      subject.store.recordPresence({ state: 'running', from: at(-600), to: at(100) });
      span('up', 10, 100);
      expect(await shape(-1000, 100, { since: at(9) })).toEqual([['up', 10, 100]]);
      expect(await shape(-1000, 100, { since: at(0) })).toEqual([
        ['unwatched', 0, 10],
        ['up', 10, 100],
      ]);
      expect((await subject.store.statusHistory('nobody', { ...(await history(0, 1)), ...NOTHING })).spans).toEqual([]);
      await subject.store.prune({ resultsBefore: 0, failuresBefore: 0, historyBefore: at(101), removedBefore: 0 });
      expect(await shape(-1000, 100, { since: at(0) })).toEqual([]);
    });

    test('extends a status over short gaps, and the current one up to now', async () => {
      subject.store.recordPresence({ state: 'running', from: at(0), to: at(1) });
      span('down', 0, 10);
      span('down', 11, 20);
      const current = { endpointId: 'a', status: 'down', from: at(11), to: at(25) } as const;
      const running = { state: 'running', from: at(0), to: at(25) } as const;
      expect(await shape(0, 25, { current, running })).toEqual([['down', 0, 25]]);
      expect(await history(0, 25, { current, running })).toMatchObject({ open: true });
      expect(await history(0, 15, { current, running })).toMatchObject({ open: true, to: at(15) });
      expect(await shape(0, 25, { running })).toEqual([
        ['down', 0, 20],
        ['unwatched', 20, 25],
      ]);
      expect(await history(0, 25, { running })).toMatchObject({ open: false });
    });

    test('has the incidents that overlap the range, including an open one', async () => {
      const resolved = (from: number, to: number) => ({ startedAt: at(from), resolvedAt: at(to), failures: 3 });
      subject.store.recordIncident(anIncident('1', 'a', at(0), resolved(0, 10)));
      subject.store.recordIncident(anIncident('2', 'a', at(20), resolved(20, 30)));
      subject.store.recordIncident(anIncident('3', 'b', at(20), resolved(20, 30)));
      subject.store.recordIncident(anIncident('4', 'a', at(40), { failures: 5 }));
      const { incidents } = await history(25, 100);
      expect(incidents).toEqual([
        { from: at(20), to: at(30), incidents: 1, failures: 3 },
        { from: at(40), to: null, incidents: 1, failures: 5 },
      ]);
      const [all] = (await history(0, 100, { points: 1 })).incidents;
      expect(all).toEqual({ from: at(0), to: null, incidents: 3, failures: 11 });
    });

    test('stays small for two years of a status that changes all the time, without losing an outage', async () => {
      const days = 730;
      for (let index = 0; index < 20_000; index += 1) {
        const from = DAY_ONE + (index * days * DAY_MS) / 20_000;
        const status = index % 500 === 250 ? 'down' : index % 2 === 0 ? 'up' : 'degraded';
        const to = DAY_ONE + ((index + 1) * days * DAY_MS) / 20_000;
        subject.store.recordSpan({ endpointId: 'a', status, from: Math.round(from), to: Math.round(to) });
        if (status !== 'down') continue;
        subject.store.recordIncident(anIncident(`i${index}`, 'a', Math.round(from), { resolvedAt: Math.round(to) }));
      }
      const { spans, incidents } = await history(0, days * 24 * 60, { points: 300 });
      expect(spans.length).toBeLessThanOrEqual(602);
      expect(JSON.stringify(spans).length).toBeLessThan(64 * 1024);
      expect(spans.filter(({ state }) => state === 'down')).toHaveLength(40);
      expect(incidents).toHaveLength(40);
      for (const [index, one] of spans.entries()) {
        expect(one.to).toBeGreaterThan(one.from);
        expect(spans[index + 1]?.from ?? Infinity).toBeGreaterThanOrEqual(one.to);
      }
      expect(spans.at(0)?.from).toBe(DAY_ONE);
      expect(spans.at(-1)?.to).toBe(at(days * 24 * 60));
    });
  });

  describe('uptime', () => {
    test('adds up time clipped to each window, and counts the incidents of each', async () => {
      span('up', 0, 60);
      span('down', 60, 90);
      span('paused', 90, 100);
      span('unknown', 100, 110);
      span('degraded', 110, 120);
      subject.store.recordIncident(anIncident('1', 'a', at(60), { resolvedAt: at(110) }));
      subject.store.recordIncident(anIncident('2', 'a', at(119)));
      const [whole, part, none] = await subject.store.uptime('a', { from: [at(0), at(80), at(115)], to: at(120) });
      expect(whole).toEqual({ upMs: 70 * MINUTE, downMs: 30 * MINUTE, incidents: 2 });
      expect(part).toEqual({ upMs: 10 * MINUTE, downMs: 10 * MINUTE, incidents: 2 });
      expect(none).toEqual({ upMs: 5 * MINUTE, downMs: 0, incidents: 1 });
      // The clock was set back: two spans cover the same ten minutes, which count once.
      span('down', 115, 130);
      expect(await subject.store.uptime('a', { from: [at(110)], to: at(200) })).toMatchObject([
        { upMs: 10 * MINUTE, downMs: 10 * MINUTE },
      ]);
      expect(await subject.store.uptime('nobody', { from: [0], to: at(120) })).toEqual([
        { upMs: 0, downMs: 0, incidents: 0 },
      ]);
    });
  });
}

const NOTHING = { points: 10, since: Infinity, tolerance: MINUTE, current: null, running: null };

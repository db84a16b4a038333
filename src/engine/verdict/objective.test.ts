import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StatusSpan } from '../../contract/model/uptime.ts';
import { forecast, objectiveStatus, type ObjectiveHistory } from './objective.ts';
import { shareOf } from './uptime.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 10, 30);
const OPTIONS = { target: 0.999, window: 30 * DAY, now: NOW };

/** Up all the time, apart from the periods that begin so long ago and last so long. */
function history(...down: readonly (readonly [ago: number, length: number])[]): ObjectiveHistory {
  const spans: StatusSpan[] = [];
  let at = NOW - 40 * DAY;
  for (const [ago, length] of down.toSorted((a, b) => b[0] - a[0])) {
    const from = Math.max(at, NOW - ago);
    const to = Math.min(NOW, from + length);
    if (to <= from) continue;
    spans.push({ endpointId: 'e', status: 'up', from: at, to: from });
    spans.push({ endpointId: 'e', status: 'down', from, to });
    at = to;
  }
  spans.push({ endpointId: 'e', status: 'up', from: at, to: NOW });
  return { spans, single: [] };
}

describe('objectiveStatus', () => {
  test('99.9 % over 30 days allows 43.2 minutes', () => {
    const status = objectiveStatus([history([10 * DAY, 10 * MINUTE])], OPTIONS);
    expect(status.budgetMs).toBeCloseTo(43.2 * MINUTE, 3);
    expect(status.leftMs).toBeCloseTo(33.2 * MINUTE, 3);
    expect(status).toMatchObject({ coverage: 1, level: null, exhaustedAt: null });
    expect(status.ratio).toBeCloseTo(1 - 10 / (30 * 24 * 60), 9);
  });

  test('a budget that is used up exactly is not exceeded', () => {
    const status = objectiveStatus([history([10 * DAY, 43.2 * MINUTE])], OPTIONS);
    expect(status).toMatchObject({ budgetMs: 2_592_000, downMs: 2_592_000, leftMs: 0 });
  });

  test('an outage that goes on is a fast burn after a minute and a half', () => {
    const down = (length: number) => objectiveStatus([history([length, length])], OPTIONS);
    expect(down(0.8 * MINUTE).level).not.toBe('fast');
    expect(down(1 * MINUTE)).toMatchObject({ level: 'fast' });
    expect(down(1 * MINUTE).burn['5m']).toBeCloseTo(200, 6);
    expect(down(1 * MINUTE).burn['1h']).toBeCloseTo(16.67, 1);
  });

  test('an outage that is over no longer alerts, because the short window is quiet', () => {
    expect(objectiveStatus([history([50 * MINUTE, 40 * MINUTE])], OPTIONS)).toMatchObject({ level: 'slow' });
    expect(objectiveStatus([history([5 * HOUR, 3 * MINUTE])], OPTIONS).level).not.toBe('fast');
  });

  test('while an outage goes on, the forecast is when it will have used up the budget', () => {
    // 43.2 minutes are allowed; 10 are used up, and it has been down for 3.
    const status = objectiveStatus([history([10 * DAY, 10 * MINUTE], [3 * MINUTE, 3 * MINUTE])], OPTIONS);
    expect(status.forecast).toBe('outage');
    expect(((status.exhaustedAt ?? 0) - NOW) / MINUTE).toBeCloseTo(30.2, 6);
    // One of two is down: together, they have twice the time.
    const both = objectiveStatus([history([3 * MINUTE, 3 * MINUTE]), history()], OPTIONS);
    expect(both.forecast).toBe('outage');
    expect(((both.exhaustedAt ?? 0) - NOW) / MINUTE).toBeCloseTo(2 * 43.2 - 3, 6);
    const over = objectiveStatus([history([4 * MINUTE, 3 * MINUTE])], OPTIONS);
    expect(over.forecast).toBe('rate');
    expect(((over.exhaustedAt ?? 0) - NOW) / MINUTE).toBeCloseTo(40.2 / (3 / 60), 6);
  });

  test('one failed check is no outage in the forecast', () => {
    const one = history([MINUTE, MINUTE]);
    const single = one.spans.filter(({ status }) => status === 'down');
    expect(objectiveStatus([{ ...one, single }], OPTIONS)).toMatchObject({ forecast: 'rate', exhaustedAt: null });
  });

  test('several endpoints count together, by their mean', () => {
    const status = objectiveStatus([history([DAY, 20 * MINUTE]), history(), history(), history()], OPTIONS);
    expect(status.coverage).toBe(1);
    expect(status.downMs).toBeCloseTo(5 * MINUTE, 6);
    expect(status.burn['3d']).toBeCloseTo(5 / (3 * 24 * 60) / 0.001, 6);
  });

  test('unknown, paused, maintenance and excluded time uses up no budget and is not covered', () => {
    const other = (['unknown', 'paused', 'maintenance', 'excluded'] as const).map((status, index): StatusSpan => ({
      endpointId: 'e',
      status,
      from: NOW - (index + 1) * DAY,
      to: NOW - index * DAY,
    }));
    const status = objectiveStatus([{ spans: other, single: [] }], OPTIONS);
    expect(status).toMatchObject({ ratio: null, coverage: 0, downMs: 0, level: null });
  });

  const minutes = fc.integer({ min: 1, max: 30 * 24 * 60 });
  const outages = fc.array(fc.tuple(minutes, fc.integer({ min: 1, max: 300 })), { maxLength: 8 });
  const target = fc.constantFrom(0.9, 0.99, 0.999, 0.9999);

  test('is consistent with uptime', () => {
    fc.assert(
      fc.property(outages, target, (list, wanted) => {
        const one = history(...list.map(([ago, length]) => [ago * MINUTE, length * MINUTE] as const));
        const status = objectiveStatus([one], { ...OPTIONS, target: wanted });
        const share = shareOf(one.spans, NOW - 30 * DAY, NOW);
        expect(status.downMs).toBe(share.downMs);
        expect(status.leftMs).toBeCloseTo((1 - wanted) * 30 * DAY - share.downMs, 3);
        expect(status.leftMs < 0).toBe((status.ratio ?? 1) < wanted);
      }),
    );
  });

  test('one failed check never alerts, whatever the interval and the objective', () => {
    fc.assert(
      fc.property(minutes, fc.integer({ min: 1, max: 60 }), target, (ago, length, wanted) => {
        const one = history([ago * MINUTE, length * MINUTE]);
        const single = one.spans.filter(({ status }) => status === 'down');
        const status = objectiveStatus([{ ...one, single }], { ...OPTIONS, target: wanted });
        expect(status.level).toBeNull();
        expect(Object.values(status.burn)).toEqual([0, 0, 0, 0]);
        // It is down time nevertheless.
        expect(status.downMs).toBe(shareOf(one.spans, NOW - 30 * DAY, NOW).downMs);
      }),
    );
  });

  test('other failures count beside a single failed check', () => {
    const one = history([50 * MINUTE, MINUTE], [30 * MINUTE, 2 * MINUTE]);
    const single = one.spans.filter(({ status }) => status === 'down').slice(0, 1);
    const status = objectiveStatus([{ ...one, single }], OPTIONS);
    expect(status.burn['1h']).toBeCloseTo(2 / 60 / 0.001, 6);
  });

  test('more down time never makes it look better', () => {
    fc.assert(
      fc.property(outages, minutes, fc.integer({ min: 1, max: 100 }), (list, ago, length) => {
        const down = list.map(([a, l]) => [a * MINUTE, l * MINUTE] as const);
        const before = objectiveStatus([history(...down)], OPTIONS);
        const spans = [...history(...down).spans];
        const more = history(...down, [ago * MINUTE, length * MINUTE]);
        fc.pre(shareOf(more.spans, NOW - 30 * DAY, NOW).downMs >= shareOf(spans, NOW - 30 * DAY, NOW).downMs);
        const after = objectiveStatus([more], OPTIONS);
        expect(after.leftMs).toBeLessThanOrEqual(before.leftMs + 1e-6);
      }),
    );
  });
});

describe('forecast', () => {
  test('is when the rest is used up', () => {
    const rate = (2 * MINUTE) / DAY;
    const at = forecast([], rate, 43.2 * MINUTE, { window: 30 * DAY, now: NOW });
    expect(((at ?? 0) - NOW) / DAY).toBeCloseTo(21.6, 6);
    expect(forecast([], 0, MINUTE, { window: 30 * DAY, now: NOW })).toBeNull();
    // A rate that the objective allows is never too much.
    expect(forecast([], 0.0009, 43.2 * MINUTE, { window: 30 * DAY, now: NOW })).toBeNull();
  });

  test('counts that old down time leaves the window', () => {
    const old = [{ from: NOW - 29 * DAY, to: NOW - 29 * DAY + 40 * MINUTE }];
    const rate = (2 * MINUTE) / DAY;
    const at = forecast(old, rate, 43.2 * MINUTE, { window: 30 * DAY, now: NOW });
    expect(((at ?? 0) - NOW) / DAY).toBeGreaterThan(21);
  });

  test('does not count what left the window before', () => {
    const old = [{ from: NOW - 40 * DAY, to: NOW - 40 * DAY + HOUR }];
    expect(forecast(old, MINUTE / DAY, 10 * MINUTE, { window: 30 * DAY, now: NOW })).toBeCloseTo(NOW + 10 * DAY, 0);
  });

  test('is the same as trying every minute', () => {
    const hours = fc.integer({ min: 1, max: 60 });
    const periods = fc.array(fc.tuple(hours, fc.integer({ min: 1, max: 60 })), { maxLength: 5 });
    fc.assert(
      fc.property(periods, fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 200 }), (list, speed, budget) => {
        const [window, rate, budgetMs] = [60 * HOUR, speed / 600, budget * MINUTE];
        const down = list.map(([ago, length]) => ({
          from: NOW - ago * HOUR,
          to: Math.min(NOW, NOW - ago * HOUR + length * MINUTE),
        }));
        const used = (at: number) =>
          down.reduce((sum, { from, to }) => sum + Math.max(0, to - Math.max(from, at - window)), 0) +
          rate * (at - NOW);
        const found = forecast(down, rate, budgetMs, { window, now: NOW });
        let expected: number | null = null;
        for (let at = NOW; at <= NOW + window && used(NOW) < budgetMs; at += MINUTE) {
          if (used(at) < budgetMs) continue;
          expected = at;
          break;
        }
        expect(found === null).toBe(expected === null);
        if (found !== null && expected !== null) expect(Math.abs(found - expected)).toBeLessThanOrEqual(MINUTE);
      }),
    );
  });
});

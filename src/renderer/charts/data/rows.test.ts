import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CheckSummary, Verdict } from '../../../contract/model/check.ts';
import type { Series } from '../../../contract/model/series.ts';
import type { HistorySpan, StatusHistory } from '../../../contract/model/status-history.ts';
import { loneRows, plotRows } from './plot-rows.ts';
import { appendRow, metricRows, rowFromCheck, rowsFromSeries } from './rows.ts';
import { summarise } from './summarise.ts';

const LEVEL_SUMMARY = { count: 3, min: 1, avg: 2, max: 4, p50: 2, p95: 4, p99: 4 };
const REFUSED = { code: 'connect.refused' };

function check(at: number, durationMs: number, verdict: Verdict = 'up'): CheckSummary {
  const failure =
    verdict === 'down' ? ({ code: 'connect.refused', message: 'Nothing listens on 127.0.0.1:9.' } as const) : null;
  return { at, durationMs, phases: { connect: durationMs / 2 }, verdict, failure, disturbed: false, swallowed: null };
}

function series(step: number, points: readonly { at: number; avg: number | null; down?: number; unknown?: number }[]) {
  const column = <T>(read: (point: (typeof points)[number]) => T) => points.map(read);
  return {
    from: 0,
    to: 1000,
    step,
    at: column((point) => point.at),
    count: column((point) => (point.avg === null ? 0 : 1)),
    down: column((point) => point.down ?? 0),
    unknown: column((point) => point.unknown ?? 0),
    disturbed: column(() => 0),
    swallowed: column(() => 0),
    swallowedInterval: [],
    min: column((point) => point.avg),
    avg: column((point) => point.avg),
    max: column((point) => (point.avg === null ? null : point.avg * 2)),
    p5: column((point) => point.avg),
    p25: column((point) => point.avg),
    p50: column((point) => point.avg),
    p75: column((point) => point.avg),
    p95: column((point) => point.avg),
    p99: column((point) => point.avg),
    phases: {
      dns: column(() => null),
      connect: column((point) => point.avg),
      tls: column(() => null),
      wait: column(() => null),
      transfer: column(() => null),
    },
    metrics: {},
    failure: column((point) => ((point.down ?? 0) > 0 ? REFUSED : null)),
    failures: { [REFUSED.code]: column((point) => point.down ?? 0) },
    summary: summarise([]),
  } satisfies Series;
}

describe('rowsFromSeries', () => {
  test('gives a failure no latency and no phases, but its count and cause', () => {
    const [up, down] = rowsFromSeries(
      series(0, [
        { at: 100, avg: 20 },
        { at: 200, avg: null, down: 1 },
      ]),
    );
    expect(up).toMatchObject({ avg: 20, band: null, down: 0, phases: { connect: 20 } });
    expect(down).toMatchObject({ avg: null, band: null, phases: null, down: 1, failure: REFUSED });
  });

  test('leaves out points without checks, and draws wide points at their center', () => {
    const rows = rowsFromSeries(
      series(10, [
        { at: 100, avg: 20 },
        { at: 110, avg: null },
        { at: 120, avg: 30 },
      ]),
    );
    expect(rows.map((row) => row.x)).toEqual([105, 125]);
    expect(rows[0]?.band).toEqual([20, 40]);
  });

  test('a point with successes and failures keeps both', () => {
    expect(rowsFromSeries(series(10, [{ at: 0, avg: 5, down: 2 }]))).toMatchObject([{ avg: 5, down: 2 }]);
  });
});

describe('metricRows', () => {
  test('have the values of a metric, also of failed checks, and break where it was not measured', () => {
    const checks = [
      { ...check(0, 5), metrics: { level: 3, rows: 7 } },
      { ...check(10, 6, 'down'), metrics: { level: 1 } },
      check(20, 5),
      { ...check(30, 5), metrics: { level: 2 }, disturbed: true },
      { ...check(40, 5, 'unknown'), metrics: { level: 9 } },
    ];
    const rows = metricRows(checks.map(rowFromCheck), 'level');
    expect(rows.map((row) => row.avg)).toEqual([3, 1, null, 2, null]);
    expect(rows.map((row) => row.down)).toEqual([0, 1, 0, 0, 0]);
    expect(plotRows(rows, null).map((row) => row.avg)).toEqual([3, 1, null, 2, null]);
    expect(summarise(rows)).toMatchObject({ max: 3, min: 1 });
  });

  test('have the range of points with several checks', () => {
    const levels = { min: [1, null], avg: [2, null], max: [4, null], summary: LEVEL_SUMMARY };
    const answer = {
      ...series(10, [
        { at: 0, avg: 5 },
        { at: 10, avg: 5 },
      ]),
      metrics: { level: levels },
    };
    expect(metricRows(rowsFromSeries(answer), 'level')).toMatchObject([
      { avg: 2, band: [1, 4], phases: null },
      { avg: null, band: null },
    ]);
  });
});

describe('a check that was measured while Lookout was busy', () => {
  const rows = [check(0, 5), { ...check(10, 300), disturbed: true }, check(20, 7)].map(rowFromCheck);

  test('has no latency, and does not break the line', () => {
    expect(rows[1]).toMatchObject({ count: 1, disturbed: 1, avg: null, phases: null });
    expect(plotRows(rows, null).map((row) => row.avg)).toEqual([5, 7]);
  });

  test('is only in the counts', () => {
    expect(summarise(rows)).toMatchObject({ count: 3, disturbed: 1, min: 5, avg: 6, max: 7, p99: 7 });
  });

  test('has no figures when all checks are like that', () => {
    const all = rows.map((row) => ({ ...row, disturbed: 1, avg: null, phases: null }));
    expect(summarise(all)).toMatchObject({ count: 3, disturbed: 3, min: null, avg: null, p50: null, p99: null });
  });
});

test('a check that kept others from starting counts in percentiles with the latencies that they would have had', () => {
  const quick = Array.from({ length: 92 }, (_, index) => check(index * 1000, 50));
  const hung = { ...check(92_000, 8050), swallowed: { slots: 8, interval: 1000 } };
  const summary = summarise([...quick, hung].map(rowFromCheck));
  expect(summary).toMatchObject({ count: 93, swallowed: 8, min: 50, max: 8050 });
  // Of 101 latencies: 92 times 50 ms, then 50, 1050, 2050 … 8050.
  expect(summary).toMatchObject({ p50: 50, p95: 3050, p99: 7050 });
  expect(summary.avg).toBeCloseTo((92 * 50 + 8050) / 93);
});

describe('plotRows', () => {
  const spans = (...list: readonly HistorySpan[]): StatusHistory => ({
    from: 0,
    to: 1000,
    spans: list,
    open: false,
    incidents: [],
  });

  test('breaks the line at a failure', () => {
    const rows = [check(0, 5), check(10, 5, 'down'), check(20, 5)].map(rowFromCheck);
    expect(plotRows(rows, null).map((row) => row.avg)).toEqual([5, null, 5]);
  });

  test('breaks the line where nothing was checked, and not where the interval is longer', () => {
    const rows = [check(0, 1), check(10, 2), check(500, 3), check(900, 4)].map(rowFromCheck);
    const history = spans(
      { state: 'up', from: 0, to: 12 },
      { state: 'notRunning', from: 12, to: 490 },
      { state: 'degraded', from: 490, to: 901 },
    );
    expect(plotRows(rows, history).map((row) => row.avg)).toEqual([1, 2, null, 3, 4]);
    expect(plotRows(rows, null).map((row) => row.avg)).toEqual([1, 2, 3, 4]);
  });

  test('a pause within a point of many checks does not break the line, but one between two points does', () => {
    const rows = rowsFromSeries(
      series(
        10,
        [100, 110, 140].map((at) => ({ at, avg: 5 })),
      ),
    );
    const within = spans({ state: 'paused', from: 112, to: 118 });
    expect(plotRows(rows, within).map((row) => row.avg)).toEqual([5, 5, 5]);
    const between = spans({ state: 'paused', from: 117, to: 139 });
    expect(plotRows(rows, between).map((row) => row.avg)).toEqual([5, 5, null, 5]);
  });

  test('finds the successes that no line would show', () => {
    const rows = [check(0, 1, 'down'), check(10, 2), check(20, 1, 'unknown'), check(30, 3), check(40, 4)];
    expect(loneRows(plotRows(rows.map(rowFromCheck), null)).map((row) => row.x)).toEqual([10]);
  });
});

describe('appendRow', () => {
  test('keeps rows in order, one per time, in whatever order pushes come', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 80 }),
        fc.integer({ min: 0, max: 50 }),
        (times, from) => {
          let rows: ReturnType<typeof appendRow> = [];
          for (const at of times) rows = appendRow(rows, rowFromCheck(check(at, at)), Math.min(from, at));
          const expected = [...new Set(times)].sort((a, b) => a - b);
          const got = rows.map((row) => row.at);
          expect(got).toEqual([...got].sort((a, b) => a - b));
          expect(new Set(got).size).toBe(got.length);
          for (const at of expected.filter((one) => one >= from)) expect(got).toContain(at);
          expect(got.filter((at) => at < Math.min(from, times.at(-1) ?? 0)).length).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  test('a push replaces the same check from the series', () => {
    const rows = appendRow([rowFromCheck(check(10, 1))], rowFromCheck(check(10, 2)), 0);
    expect(rows.map((row) => row.avg)).toEqual([2]);
  });

  test('keeps only the last row before the start, where the visible line begins', () => {
    const before = [5, 10].map((at) => rowFromCheck(check(at, 1)));
    expect(appendRow(before, rowFromCheck(check(400, 2)), 100).map((row) => row.at)).toEqual([10, 400]);
    expect(appendRow(before, rowFromCheck(check(7, 2)), 100).map((row) => row.at)).toEqual([10]);
  });
});

describe('summarise', () => {
  test('computes percentiles from successes only', () => {
    const rows = Array.from({ length: 100 }, (_, index) => rowFromCheck(check(index, index + 1)));
    rows.push(rowFromCheck(check(200, 9999, 'down')), rowFromCheck(check(201, 9999, 'unknown')));
    expect(summarise(rows)).toEqual({
      count: 100,
      down: 1,
      unknown: 1,
      disturbed: 0,
      swallowed: 0,
      min: 1,
      avg: 50.5,
      max: 100,
      p50: 50,
      p95: 95,
      p99: 99,
    });
  });

  test('has no figures without rows', () => {
    expect(summarise([rowFromCheck(check(1, 5, 'down'))])).toMatchObject({ count: 0, avg: null, p99: null, down: 1 });
  });
});

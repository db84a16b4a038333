/** Random checks, and what their series must be: computed the plain way, from the list of all results. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { VERDICTS, type CheckResult } from '../../../contract/model/check.ts';
import type { Failure } from '../../../contract/model/failure.ts';
import type { Distribution, MetricSeries, Series } from '../../../contract/model/series.ts';
import type { EpochMs } from '../../../contract/model/units.ts';
import { aResult, DAY_ONE } from './store-fixture.ts';

/** The names of phases; a kind may use any. */
const PHASES = ['dns', 'connect', 'bind', 'search 1', 'Übertragung'];
/** The names of metrics; not all of them are kept with a sketch. */
const METRICS = ['rtt', 'offset', 'loss'];
export const CHARTED = ['rtt', 'offset'];
/** Null if the check was disturbed. */
export const DURATIONS = ['rtt'];

/** Checks of one endpoint, in any order, over some stretch. */
export const someChecks = (spanMs: number, maxLength: number) =>
  fc.uniqueArray(
    fc.record({
      at: fc.integer({ min: 0, max: spanMs }).map((offset) => DAY_ONE + offset),
      verdict: fc.constantFrom(...VERDICTS),
      micros: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 600_000_000 })),
      phases: fc.shuffledSubarray(PHASES),
      metrics: fc.dictionary(
        fc.constantFrom(...METRICS),
        fc.oneof(fc.double({ min: -1000, max: 1e6, noNaN: true }), fc.integer({ min: -3, max: 100 })),
        { maxKeys: METRICS.length },
      ),
      failure: fc.integer({ min: 0, max: 3 }),
      selfMs: fc.constantFrom(0, 0.4, 2, 25, 70_000),
      swallowed: fc.option(
        fc.record({ slots: fc.integer({ min: 1, max: 12 }), interval: fc.integer({ min: 500, max: 100_000 }) }),
        { freq: 3 },
      ),
    }),
    { selector: ({ at }) => at, maxLength, size: 'max' },
  );

export type SomeCheck = ReturnType<typeof someChecks> extends fc.Arbitrary<(infer Check)[]> ? Check : never;

/** Ranges within some stretch. */
export const parts = (spanMs: number) =>
  fc
    .tuple(fc.nat(spanMs), fc.nat(spanMs))
    .map(([a, b]) => ({ from: DAY_ONE + Math.min(a, b), to: DAY_ONE + Math.max(a, b) }));

export function resultOf(endpointId: string, check: SomeCheck): CheckResult {
  const failed = check.verdict === 'down' || check.verdict === 'unknown';
  return aResult(endpointId, check.at, {
    verdict: check.verdict,
    durationMs: check.micros / 1000,
    phases: Object.fromEntries(check.phases.map((phase, index) => [phase, (check.micros + index) / 1000])),
    metrics: check.metrics,
    selfMs: check.selfMs,
    swallowed: check.swallowed,
    failure: failed ? failureOf(check.failure) : null,
  });
}

/** Some differ in their code, others only in their parameters. */
function failureOf(which: number): Failure {
  return which < 2
    ? { code: 'timeout', params: { timeoutMs: which } }
    : { code: `code.${which}`, params: { timeoutMs: 5 } };
}

/** The value at the nearest rank of a quantile, by sorting the list: no more than `1 - quantile` of the values are above it. */
function exactQuantile(values: readonly number[], quantile: number): number | null {
  return values.toSorted((a, b) => a - b).find((_, index) => (index + 1) / values.length >= quantile) ?? null;
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * What a series of that step must be, percentiles apart. Points are whole; figures of the range count only what is in
 * it.
 */
function model(results: readonly CheckResult[], range: { from: EpochMs; to: EpochMs }, step: number) {
  const pointOf = (at: EpochMs): EpochMs => (step === 0 ? at : at - (at % step));
  const first = step === 0 ? range.from : pointOf(range.from);
  const last = step === 0 ? range.to : pointOf(range.to) + step - 1;
  const within = results.filter(({ at }) => at >= first && at <= last).sort((a, b) => a.at - b.at);
  const starts = [...new Set(within.map(({ at }) => pointOf(at)))];
  const measured = within.filter(({ verdict }) => verdict !== 'unknown');
  const valuesOf = (name: string, some: readonly CheckResult[]) =>
    some.flatMap(({ metrics, disturbed }) => (disturbed && DURATIONS.includes(name) ? [] : (metrics[name] ?? [])));
  const good = within.filter(({ verdict }) => verdict === 'up' || verdict === 'degraded');
  const timed = good.filter(({ disturbed }) => !disturbed);
  const columns = starts.map((start) => {
    const all = within.filter(({ at }) => pointOf(at) === start);
    const ofPoint = timed.filter(({ at }) => pointOf(at) === start);
    const durations = ofPoint.map(({ durationMs }) => durationMs);
    const successes = good.filter(({ at }) => pointOf(at) === start).length;
    return {
      count: successes,
      disturbed: successes - ofPoint.length,
      swallowed: slotsOf(all),
      swallowedInterval: all[0]?.swallowed?.interval ?? null,
      down: all.filter(({ verdict }) => verdict === 'down').length,
      unknown: all.filter(({ verdict }) => verdict === 'unknown').length,
      min: durations.length === 0 ? null : Math.min(...durations),
      max: durations.length === 0 ? null : Math.max(...durations),
      avg: mean(durations),
      phases: PHASES.map((phase) => mean(ofPoint.flatMap(({ phases }) => phases[phase] ?? []))),
      metrics: METRICS.map((name) =>
        valuesOf(
          name,
          measured.filter(({ at }) => pointOf(at) === start),
        ),
      ),
      latencies: ofPoint.flatMap(latenciesOf),
      failure: all.find(({ failure }) => failure !== null)?.failure ?? null,
      codes: all.flatMap(({ failure }) => failure?.code ?? []),
    };
  });
  const inRange = ({ at }: CheckResult) => at >= range.from && at <= range.to;
  const metrics = METRICS.map((name) => valuesOf(name, measured.filter(inRange)));
  return {
    starts,
    columns,
    good: good.filter(inRange),
    timed: timed.filter(inRange),
    latencies: timed.filter(inRange).flatMap(latenciesOf),
    within: within.filter(inRange),
    metrics,
  };
}

/** The latencies of a check, and of the checks that could not start because of it. */
function latenciesOf({ durationMs, swallowed }: CheckResult): readonly number[] {
  const { slots = 0, interval = 0 } = swallowed ?? {};
  // In whole microseconds, as the store counts.
  const micros = Math.round(durationMs * 1000);
  const ofSlots = Array.from({ length: slots }, (_, n) => (micros - (n + 1) * interval * 1000) / 1000);
  return [durationMs, ...ofSlots.filter((latency) => latency > 0)];
}

function slotsOf(checks: readonly CheckResult[]): number {
  return checks.reduce((sum, { swallowed }) => sum + (swallowed?.slots ?? 0), 0);
}

export function expectSeries(series: Series, results: readonly CheckResult[], exactly: boolean): void {
  const { starts, columns, good, timed, latencies, within, metrics } = model(results, series, series.step);
  expect(series.at).toEqual(starts);
  for (const key of ['count', 'down', 'unknown', 'disturbed', 'swallowed', 'min', 'max', 'failure'] as const) {
    expect({ [key]: series[key] }).toEqual({ [key]: columns.map((column) => column[key]) });
  }
  expect(series.swallowedInterval).toEqual(series.step > 0 ? [] : columns.map((column) => column.swallowedInterval));
  expectClose(
    series.avg,
    columns.map(({ avg }) => avg),
  );
  for (const [index, phase] of PHASES.entries()) {
    const expected = columns.map(({ phases }) => phases[index] ?? null);
    // Only phases that the result has.
    expect(Object.hasOwn(series.phases, phase)).toBe(expected.some((value) => value !== null));
    expectClose(series.phases[phase] ?? expected.map(() => null), expected);
  }
  for (const [index, name] of METRICS.entries()) {
    const all = metrics[index] ?? [];
    const given = series.metrics[name];
    const points = columns.map((column) => column.metrics[index] ?? []);
    expect(given !== undefined).toBe(points.flat().length > 0);
    if (given !== undefined) expectMetric(given, points, all, CHARTED.includes(name));
  }
  expectPercentilesOfPoints(series, columns, exactly);
  const codes = new Set(columns.flatMap((column) => column.codes));
  expect(series.failures).toEqual(
    Object.fromEntries(
      [...codes].map((code) => [code, columns.map((column) => column.codes.filter((each) => each === code).length)]),
    ),
  );
  const { summary } = series;
  const durations = timed.map(({ durationMs }) => durationMs);
  expect(summary).toMatchObject({
    count: good.length,
    down: within.filter(({ verdict }) => verdict === 'down').length,
    unknown: within.filter(({ verdict }) => verdict === 'unknown').length,
    disturbed: good.length - timed.length,
    swallowed: slotsOf(within),
    min: durations.length === 0 ? null : Math.min(...durations),
    max: durations.length === 0 ? null : Math.max(...durations),
  });
  expectClose([summary.avg], [mean(durations)]);
  for (const [key, quantile] of [
    ['p50', 0.5],
    ['p95', 0.95],
    ['p99', 0.99],
  ] as const) {
    expectPercentile(summary[key], exactQuantile(latencies, quantile), exactly);
  }
}

const PERCENTILES = { p5: 0.05, p25: 0.25, p50: 0.5, p75: 0.75, p95: 0.95, p99: 0.99 } as const;

function expectPercentilesOfPoints(
  series: Series,
  columns: readonly { readonly latencies: readonly number[] }[],
  exactly: boolean,
): void {
  for (const [key, quantile] of Object.entries(PERCENTILES)) {
    const given = series[key as keyof typeof PERCENTILES];
    if (series.step === 0) expect(given).toEqual([]);
    else {
      expect(given).toHaveLength(columns.length);
      for (const [index, { latencies }] of columns.entries()) {
        expectPercentile(given[index] ?? null, exactQuantile(latencies, quantile), exactly);
      }
    }
  }
}

/** @param results all recorded results; the range of the distribution contains some of them */
export function expectDistribution(given: Distribution, results: readonly CheckResult[]): void {
  const { starts, columns } = model(results, given, given.step);
  const filled = starts.flatMap((at, index) => {
    const latencies = columns[index]?.latencies ?? [];
    return latencies.length === 0 ? [] : [{ at, latencies }];
  });
  expect(given.at).toEqual(filled.map(({ at }) => at));
  const expected = filled.flatMap(({ latencies }, point) =>
    latencies.map((latency) => {
      const above = given.edges.findIndex((edge) => edge >= latency * (1 - 1e-12));
      return `${point} ${Math.max(0, above - 1)}`;
    }),
  );
  const counted = given.point.flatMap((point, index) =>
    Array<string>(given.count[index] ?? 0).fill(`${point} ${given.bucket[index]}`),
  );
  expect(counted.sort()).toEqual(expected.sort());
}

/** @param points the values in each point */
function expectMetric(
  given: MetricSeries,
  points: readonly (readonly number[])[],
  all: readonly number[],
  isCharted: boolean,
): void {
  const { summary, p50, p95 } = given;
  const least = (values: readonly number[]) => (values.length === 0 ? null : Math.min(...values));
  const most = (values: readonly number[]) => (values.length === 0 ? null : Math.max(...values));
  expect({ min: given.min, max: given.max }).toEqual({ min: points.map(least), max: points.map(most) });
  expectClose(given.avg, points.map(mean), 1e6);
  expect(summary).toMatchObject({ count: all.length, min: least(all), max: most(all) });
  expectClose([summary.avg], [mean(all)], 1e6);
  expect([p50 !== undefined, p95 !== undefined]).toEqual([isCharted, isCharted]);
  expect(summary.p99 !== null).toBe(isCharted && all.length > 0);
  if (!isCharted) return;
  expectPercentiles(summary, all, false);
  for (const [index, values] of points.entries()) {
    expectPercentiles({ p50: p50?.[index] ?? null, p95: p95?.[index] ?? null }, values, false);
  }
}

export function expectPercentiles(
  summary: { readonly p50: number | null; readonly p95: number | null; readonly p99?: number | null },
  values: readonly number[],
  exactly: boolean,
): void {
  for (const [key, quantile] of [
    ['p50', 0.5],
    ['p95', 0.95],
    ['p99', 0.99],
  ] as const) {
    const exact = exactQuantile(values, quantile);
    const given = summary[key];
    if (given === undefined) continue;
    expectPercentile(given, exact, exactly, 1e-9);
  }
}

/** @param rounding how far the value may be rounded; default: half a microsecond */
function expectPercentile(given: number | null, exact: number | null, exactly: boolean, rounding = 0.000_501): void {
  if (exact === null || given === null) expect(given).toBe(exact);
  // 1 % of the true value, and what rounding adds.
  else expect(Math.abs(given - exact)).toBeLessThanOrEqual(exactly ? 0 : Math.abs(exact) * 0.010_000_1 + rounding);
}

/**
 * Compares floats that were added up in another order.
 * @param scale of the summands, where they may cancel out
 */
function expectClose(given: readonly (number | null)[], expected: readonly (number | null)[], scale = 0): void {
  expect(given.map((value) => value === null)).toEqual(expected.map((value) => value === null));
  for (const [index, value] of expected.entries()) {
    if (value !== null)
      expect(Math.abs((given[index] ?? NaN) - value)).toBeLessThanOrEqual(Math.max(value, scale) * 1e-9);
  }
}

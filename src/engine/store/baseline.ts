/** What latency is usual in an hour, from the hours before it. Pure: both stores read the hours for it. */
import type { Baseline, BaselineBasis } from '../../contract/model/baseline.ts';
import type { EpochMs, Ms } from '../../contract/model/units.ts';
import { slowAbove } from '../../shared/baseline.ts';
import { addToSketch, WIDTH_MS, type HistoryRow } from './rollup.ts';
import { LatencySketch, valueOfBin } from './sketch.ts';
import { latenciesOf } from './tally.ts';

const HOUR = WIDTH_MS.hour;
const HOURS_OF_DAY = 24;
const HOURS_OF_WEEK = 168;
const WEEKS = 3;
const DAYS = 7;
const MIN_DAYS = 3;
/** The minimum number of checks to know the usual latency. */
const MIN_CHECKS = 20;
/** The most hours in one answer: each needs up to 34 others. */
export const MAX_BASELINE_HOURS = 35 * HOURS_OF_DAY;

/** Hours since 1970, UTC. */
type Hour = number;

/** The number of latencies in each bin of a sketch. */
type Bins = ReadonlyMap<number, number>;

interface Usual {
  readonly checks: number;
  readonly median: Ms;
  readonly mad: Ms;
  readonly slowShare: number;
}

/**
 * @param range only its last `MAX_BASELINE_HOURS` hours are in the answer
 * @param read returns all of an endpoint from `from` to `to`, both included: rollups of hours, and checks that are in
 *   no rollup
 */
export function baselineOf(
  range: { readonly from: EpochMs; readonly to: EpochMs },
  read: (from: EpochMs, to: EpochMs) => Iterable<HistoryRow<unknown>>,
): Baseline {
  const known = new Map<Hour, Bins>();
  const binsOf = (hour: Hour): Bins => {
    let bins = known.get(hour);
    if (bins === undefined) {
      bins = readBins(read(hour * HOUR, (hour + 1) * HOUR - 1));
      known.set(hour, bins);
    }
    return bins;
  };
  const last = Math.ceil(range.to / HOUR) - 1;
  const first = Math.max(Math.floor(range.from / HOUR), last - MAX_BASELINE_HOURS + 1);
  const found: (Usual & { readonly at: EpochMs; readonly basis: BaselineBasis; readonly day: Usual | null })[] = [];
  for (let hour = first; hour <= last; hour += 1) {
    const day = usualInDay(hour, binsOf);
    const usual = usualIn(hour, binsOf, day);
    if (usual !== null) found.push({ ...usual, at: hour * HOUR, day });
  }
  return {
    ...range,
    at: found.map(({ at }) => at),
    basis: found.map(({ basis }) => basis),
    checks: found.map(({ checks }) => checks),
    median: found.map(({ median }) => median),
    mad: found.map(({ mad }) => mad),
    slowShare: found.map(({ slowShare }) => slowShare),
    dayMedian: found.map(({ day }) => day?.median ?? null),
    dayMad: found.map(({ day }) => day?.mad ?? null),
  };
}

/** What was usual in the day before; null: there were no checks a day ago, or too few since. */
function usualInDay(hour: Hour, binsOf: (hour: Hour) => Bins): Usual | null {
  const hours = hoursBefore(hour, 1, HOURS_OF_DAY).map(binsOf);
  return hours.slice(-2).some(({ size }) => size > 0) ? usualOf(hours) : null;
}

/** By the hour of the week, the hour of the day, or the day before; null: too little is known. */
function usualIn(
  hour: Hour,
  binsOf: (hour: Hour) => Bins,
  lastDay: Usual | null,
): (Usual & { readonly basis: BaselineBasis }) | null {
  const weeks = hoursBefore(hour, HOURS_OF_WEEK, WEEKS).map(binsOf);
  const week = weeks.every(({ size }) => size > 0) ? usualOf(weeks) : null;
  if (week !== null) return { ...week, basis: 'week' };
  const days = hoursBefore(hour, HOURS_OF_DAY, DAYS)
    .map(binsOf)
    .filter(({ size }) => size > 0);
  const day = days.length < MIN_DAYS ? null : usualOf(days);
  const usual = day ?? lastDay;
  if (usual === null) return null;
  // What happened at this hour once may happen every day or every week.
  const once = [HOURS_OF_DAY, HOURS_OF_WEEK].map((before) => usualOf([binsOf(hour - before)]));
  const slowest = once.reduce<Usual>((most, one) => (one !== null && limitOf(one) > limitOf(most) ? one : most), usual);
  return { ...slowest, basis: day === null ? 'last' : 'day' };
}

function limitOf({ median, mad }: Usual): Ms {
  return slowAbove(median, mad);
}

function hoursBefore(hour: Hour, step: number, count: number): readonly Hour[] {
  return Array.from({ length: count }, (_, index) => hour - (index + 1) * step);
}

function readBins(rows: Iterable<HistoryRow<unknown>>): Bins {
  const sketch = new LatencySketch();
  for (const row of rows) {
    if ('rollup' in row) addToSketch(sketch, row.rollup);
    else for (const latency of latenciesOf(row)) sketch.add(latency);
  }
  return new Map(sketch.bins());
}

function usualOf(hours: readonly Bins[]): Usual | null {
  const merged = new Map<number, number>();
  for (const bins of hours) for (const [bin, count] of bins) merged.set(bin, (merged.get(bin) ?? 0) + count);
  const values = [...merged].map(([bin, count]) => ({ value: valueOfBin(bin) / 1000, count }));
  const checks = values.reduce((sum, { count }) => sum + count, 0);
  if (checks < MIN_CHECKS) return null;
  const median = quantileOf(values, checks, 0.5);
  const distances = values.map(({ value, count }) => ({ value: Math.abs(value - median), count }));
  const mad = quantileOf(distances, checks, 0.5);
  const limit = slowAbove(median, mad);
  const slow = values.reduce((sum, { value, count }) => sum + (value > limit ? count : 0), 0);
  return { checks, median, mad, slowShare: slow / checks };
}

function quantileOf(
  values: readonly { readonly value: number; readonly count: number }[],
  total: number,
  quantile: number,
): number {
  let left = quantile * (total - 1);
  const sorted = values.toSorted((a, b) => a.value - b.value);
  for (const { value, count } of sorted) {
    if (left < count) return value;
    left -= count;
  }
  return sorted.at(-1)?.value ?? 0;
}

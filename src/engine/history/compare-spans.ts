/** Whether what was measured in a span differs from the time before it. Pure. */
import type { ShiftMeasure } from '../../contract/model/shift.ts';
import type { Series } from '../../contract/model/series.ts';
import type { EpochMs } from '../../contract/model/units.ts';

/** The fewest points in the span that allow a comparison. */
const MIN_DURING = 4;
const MIN_BEFORE = 8;
/**
 * Above this, a difference as large as the one between two samples comes by chance in less than one of a thousand comparisons
 * (Kolmogorov and Smirnov; Massey: "The Kolmogorov-Smirnov test for goodness of fit", 1951).
 */
const KS_LIMIT = 1.95;
/** The same for shares, in standard deviations. */
const SHARE_LIMIT = 3.3;
/** Smaller changes of the median are ignored. */
const LEAST_CHANGE = 0.1;

export interface MeasuredShift {
  readonly measure: ShiftMeasure;
  readonly score: number;
  readonly before: number;
  readonly during: number;
}

/** @returns what changed at `border`, unordered; null: there are too few checks on one side */
export function shiftsIn(series: Series, border: EpochMs): readonly MeasuredShift[] | null {
  const middle = series.step === 0 ? series.avg : series.p50;
  const latency = split(series.at, middle, border);
  const failures = failureShift(series, border);
  if (latency === null && failures === null) return null;
  const found = latency === null ? null : shiftOf({ type: 'latency', name: '' }, latency, 0);
  // A phase that changes little compared with the whole latency is not the cause.
  const least = latency === null ? 0 : LEAST_CHANGE * medianOf(latency.before);
  const parts = [
    ...Object.entries(series.phases).map(([name, values]) => ({ type: 'phase' as const, name, values, least })),
    ...Object.entries(series.metrics).map(([name, { avg }]) => ({
      type: 'metric' as const,
      name,
      values: avg,
      least: 0,
    })),
  ].map(({ type, name, values, least: leastOf }) => {
    const sides = split(series.at, values, border);
    return sides === null ? null : shiftOf({ type, name }, sides, leastOf);
  });
  return [found, failures?.shift ?? null, ...parts].filter((one) => one !== null);
}

/** The values on both sides of the border, each in ascending order. */
interface Sides {
  readonly before: readonly number[];
  readonly during: readonly number[];
}

function split(at: readonly EpochMs[], values: readonly (number | null)[], border: EpochMs): Sides | null {
  const before: number[] = [];
  const during: number[] = [];
  for (const [index, value] of values.entries()) {
    if (value !== null) ((at[index] ?? 0) < border ? before : during).push(value);
  }
  if (before.length < MIN_BEFORE || during.length < MIN_DURING) return null;
  return { before: before.sort(ascending), during: during.sort(ascending) };
}

function shiftOf(measure: ShiftMeasure, sides: Sides, least: number): MeasuredShift | null {
  const [before, during] = [medianOf(sides.before), medianOf(sides.during)];
  const distance = ksDistance(sides.before, sides.during);
  const [n, m] = [sides.before.length, sides.during.length];
  if (distance * Math.sqrt((n * m) / (n + m)) < KS_LIMIT) return null;
  const change = Math.abs(during - before);
  if (change < Math.max(least, LEAST_CHANGE * Math.abs(before)) || change === 0) return null;
  // The largest size: twice as much, half as much, or something where there was nothing.
  const size = before > 0 && during > 0 ? Math.min(1, Math.abs(Math.log2(during / before))) : 1;
  return { measure, score: distance * size, before, during };
}

function failureShift({ at, count, down }: Series, border: EpochMs): { readonly shift: MeasuredShift | null } | null {
  const sums = { before: { all: 0, down: 0 }, during: { all: 0, down: 0 } };
  for (const [index, time] of at.entries()) {
    const side = time < border ? sums.before : sums.during;
    side.down += down[index] ?? 0;
    side.all += (down[index] ?? 0) + (count[index] ?? 0);
  }
  const { before, during } = sums;
  if (before.all < MIN_BEFORE || during.all < MIN_DURING) return null;
  const [was, is] = [before.down / before.all, during.down / during.all];
  const together = (before.down + during.down) / (before.all + during.all);
  const deviation = Math.sqrt(together * (1 - together) * (1 / before.all + 1 / during.all));
  const isClear = deviation > 0 && Math.abs(is - was) / deviation >= SHARE_LIMIT;
  // Half of the checks counts as much as all of them.
  const score = Math.min(1, 2 * Math.abs(is - was));
  const measure = { type: 'failures', name: '' } as const;
  return { shift: isClear ? { measure, score, before: was, during: is } : null };
}

function ascending(a: number, b: number): number {
  return a - b;
}

/** The largest distance between the two distribution functions of sorted values, 0 to 1. */
function ksDistance(a: readonly number[], b: readonly number[]): number {
  let [i, j, largest] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const value = Math.min(a[i] ?? 0, b[j] ?? 0);
    while (i < a.length && (a[i] ?? 0) <= value) i += 1;
    while (j < b.length && (b[j] ?? 0) <= value) j += 1;
    largest = Math.max(largest, Math.abs(i / a.length - j / b.length));
  }
  return largest;
}

function medianOf(sorted: readonly number[]): number {
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}

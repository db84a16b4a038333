/** The value axis of a chart: linear from 0, or logarithmic. Pure. */
import { valueTicks } from './ticks.ts';

/** `clipped` ends at the 99th percentile of the range; values above it are marked and labeled. */
export type ScaleKind = 'linear' | 'log' | 'clipped';

export interface Scale {
  readonly log: boolean;
  readonly bottom: number;
  readonly top: number;
  /** Round values from the bottom up. */
  readonly ticks: readonly number[];
}

/**
 * The share of the axis that is below a value: 0 at the bottom, 1 at the top; less than 0 or more than 1 for values
 * beyond the axis.
 */
export function shareOf({ log, bottom, top }: Scale, value: number): number {
  if (!log) return (value - bottom) / (top - bottom);
  // A logarithmic axis has no 0.
  return value <= 0 ? 0 : Math.log(value / bottom) / Math.log(top / bottom);
}

/** Whether two scales draw the same axis. Their ends are ticks. */
export function isSameScale(a: Scale, b: Scale): boolean {
  return (
    a.log === b.log && a.ticks.length === b.ticks.length && a.ticks.every((tick, index) => tick === b.ticks[index])
  );
}

/** @param max the highest value that must fit; `min` is below 0 for values that can be negative */
export function linearScale(max: number, min = 0): Scale {
  if (min < 0) {
    const reach = valueTicks(Math.max(max, -min));
    const below = reach
      .slice(1)
      .map((tick) => -tick)
      .toReversed();
    const lowest = below.findLastIndex((tick) => tick <= min);
    const highest = max <= 0 ? 0 : reach.findIndex((tick) => tick >= max);
    const ticks = [...below.slice(Math.max(0, lowest)), ...reach.slice(0, highest + 1)];
    return { log: false, bottom: ticks[0] ?? 0, top: ticks.at(-1) ?? 1, ticks };
  }
  const ticks = valueTicks(max);
  return { log: false, bottom: 0, top: ticks.at(-1) ?? 1, ticks };
}

/** The maximum number of labels on a logarithmic axis. */
const LOG_TICKS = 7;
/** From the most labels for each power of ten to the fewest. */
const LOG_STEPS: readonly (readonly number[])[] = [[1, 2, 5], [1, 3], [1]];

/**
 * @param min the lowest value above 0
 * @param max the highest value
 */
export function logScale(min: number, max: number): Scale {
  const least = min > 0 && Number.isFinite(min) ? min : 1;
  const most = Math.max(max, least * 1.01);
  for (const factors of LOG_STEPS) {
    const ticks = logTicks(least, most, factors);
    if (ticks.length <= LOG_TICKS || factors.length === 1) {
      return { log: true, bottom: ticks[0] ?? least, top: ticks.at(-1) ?? most, ticks };
    }
  }
  throw new Error('Expected the last steps to have one factor');
}

function logTicks(min: number, max: number, factors: readonly number[]): readonly number[] {
  const all: number[] = [];
  const [first, last] = [Math.floor(Math.log10(min)) - 1, Math.ceil(Math.log10(max)) + 1];
  for (let power = first; power <= last; power += 1) {
    for (const factor of factors) all.push(Number((factor * 10 ** power).toPrecision(12)));
  }
  const from = all.findLastIndex((tick) => tick <= min);
  const to = all.findIndex((tick) => tick >= max);
  return all.slice(Math.max(0, from), to + 1);
}

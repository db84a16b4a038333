/**
 * What another program counted before Lookout watched an endpoint, by hour and by day. Single checks and the distribution
 * of latencies are not known of that time, so there are no percentiles of it.
 */
import type { EpochMs, Ms } from '../../contract/model/units.ts';
import { emptyRollup, WIDTH_MS, type Rollup } from './rollup.ts';
import type { Coverage } from './series-plan.ts';
import { LatencySketch } from './sketch.ts';
import { microseconds } from './tally.ts';

/** The checks of an hour or a day. */
export interface CountedPeriod {
  /** Its start. */
  readonly at: EpochMs;
  readonly up: number;
  readonly down: number;
  /** Of the checks that were up; null: not known. */
  readonly latency: { readonly min: Ms; readonly avg: Ms; readonly max: Ms } | null;
}

/** All periods end before the first result of the endpoint. */
export interface CountedHistory {
  /** UTC, oldest first. */
  readonly hours: readonly CountedPeriod[];
  /** UTC days, oldest first. They count all of their day, also where it has hours. Later days are made from the hours. */
  readonly days: readonly CountedPeriod[];
}

/** From when on an endpoint has more than what was counted. */
export type CountedUntil = Pick<Coverage, 'minutesFrom' | 'hoursFrom'>;

export function countedUntil({ hours, days }: CountedHistory): CountedUntil {
  const hoursFrom = (days.at(-1)?.at ?? -Infinity) + WIDTH_MS.day;
  return { minutesFrom: Math.max(hoursFrom, (hours.at(-1)?.at ?? -Infinity) + WIDTH_MS.hour), hoursFrom };
}

/** What is kept of an endpoint. @param counted null: everything is its own */
export function withCounted(kept: Coverage, counted: CountedUntil | null): Coverage {
  if (counted === null) return kept;
  return {
    resultsFrom: Math.max(kept.resultsFrom, counted.minutesFrom),
    minutesFrom: Math.max(kept.minutesFrom, counted.minutesFrom),
    hoursFrom: Math.max(kept.hoursFrom, counted.hoursFrom),
  };
}

/** A rollup whose sketch lacks its latencies, except where they are known exactly. See `rollupQuantile`. */
export function countedRollup<F>({ up, down, latency }: CountedPeriod): Rollup<F> {
  const rollup = emptyRollup<F>();
  rollup.counts.up = up;
  rollup.counts.down = down;
  if (latency === null) rollup.disturbed = up;
  else if (up > 0) {
    const [min, max] = [microseconds(latency.min), microseconds(Math.max(latency.min, latency.max))];
    rollup.min = min;
    rollup.max = up === 1 ? min : max;
    rollup.sum = up === 1 ? min : up === 2 ? min + max : sumOf(latency.avg, up, { min, max });
    rollup.sketch = up > 2 ? new LatencySketch() : null;
  }
  return rollup;
}

/** A rounded mean must not lead to a sum that is impossible. Microseconds. */
function sumOf(avg: Ms, count: number, { min, max }: { readonly min: number; readonly max: number }): number {
  return Math.min(Math.max(microseconds(avg * count), min * count), max * count);
}

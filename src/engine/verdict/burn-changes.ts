/** When an objective burned in the past, and how fast: the same levels as `objectiveStatus`, for many times at once. Pure. */
import type { BurnLevel } from '../../contract/model/objective.ts';
import type { EpochMs, Ms } from '../../contract/model/units.ts';
import { BURN_LIMITS, confirmedDown, type ObjectiveHistory, type Period } from './objective.ts';

export interface BurnRange {
  /** A share from 0 to 1. */
  readonly target: number;
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** How often the level is looked at. */
  readonly every: Ms;
}

export interface BurnChange {
  readonly at: EpochMs;
  /** Null: it no longer burns. */
  readonly level: BurnLevel | null;
}

/** Levels need down time in their short windows, of which this is the longest. */
const LONGEST_SHORT = Math.max(...BURN_LIMITS.map(({ short }) => short));

/**
 * The changes of the level of an objective, oldest first. The level at first is null.
 * @param histories of the endpoints that count, each with spans from three days before `from`
 */
export function burnChanges(
  histories: readonly ObjectiveHistory[],
  { target, from, to, every }: BurnRange,
): readonly BurnChange[] {
  const periods = histories.flatMap((history) => confirmedDown(history));
  const downUntil = downTimeUntil(periods);
  const budget = Math.max(1, histories.length) * (1 - target);
  const levelAt = (at: EpochMs): BurnLevel | null => {
    const down = downUntil(at);
    const rate = (length: Ms) => (down - downUntil(at - length)) / length / budget;
    return (
      BURN_LIMITS.find((limit) => rate(limit.short) >= limit.rate && rate(limit.long) >= limit.rate)?.level ?? null
    );
  };
  const changes: BurnChange[] = [];
  let level: BurnLevel | null = null;
  for (const { from: begin, to: end } of merged(periods, LONGEST_SHORT)) {
    // One look after its end, when it burns no longer.
    const last = Math.min(to, end + LONGEST_SHORT + every);
    for (let at = from + Math.max(0, Math.ceil((begin - from) / every)) * every; at <= last; at += every) {
      const now = levelAt(at);
      if (now !== level) changes.push({ at, level: now });
      level = now;
    }
  }
  return changes;
}

/** Joins periods that are no farther apart than this. */
function merged(periods: readonly Period[], gap: Ms): readonly Period[] {
  const joined: { from: EpochMs; to: EpochMs }[] = [];
  for (const { from, to } of periods.toSorted((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    // A later look of the period before must not come after the first of this one.
    if (last !== undefined && from - last.to <= 2 * gap) last.to = Math.max(last.to, to);
    else joined.push({ from, to });
  }
  return joined;
}

/** How long all periods together lasted until a time: linear between their edges. */
function downTimeUntil(periods: readonly Period[]): (at: EpochMs) => Ms {
  const edges = periods
    .flatMap(({ from, to }) => [
      { at: from, step: 1 },
      { at: to, step: -1 },
    ])
    .toSorted((a, b) => a.at - b.at);
  const times = new Float64Array(edges.length);
  const sums = new Float64Array(edges.length);
  const slopes = new Int32Array(edges.length);
  let slope = 0;
  for (const [index, { at, step }] of edges.entries()) {
    times[index] = at;
    sums[index] = index === 0 ? 0 : (sums[index - 1] ?? 0) + slope * (at - (times[index - 1] ?? at));
    slope += step;
    slopes[index] = slope;
  }
  return (at) => {
    const index = lastUpTo(times, at);
    return index < 0 ? 0 : (sums[index] ?? 0) + (slopes[index] ?? 0) * (at - (times[index] ?? at));
  };
}

/** The index of the last time up to another; -1: there is none. */
function lastUpTo(times: Float64Array, at: EpochMs): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? Infinity) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

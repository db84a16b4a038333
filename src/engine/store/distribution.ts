/** How latencies are distributed over time, for heat maps and histograms. Pure: both stores pass rows to it. */
import type { Distribution } from '../../contract/model/series.ts';
import type { EpochMs } from '../../contract/model/units.ts';
import { addToSketch, type HistoryRow } from './rollup.ts';
import type { SeriesPlan } from './series-plan.ts';
import { BIN_GROWTH, LatencySketch } from './sketch.ts';
import { latenciesOf } from './tally.ts';

/**
 * The number of whole bins of a sketch in a bucket. With other borders, some buckets would contain more bins than
 * others, and show waves that are not in the data.
 */
const BINS_PER_BUCKET = 5;

/** @param rows the rows that the plan asks for, oldest first; the plan's step is not 0 */
export function distributionOf(plan: SeriesPlan, rows: Iterable<HistoryRow<unknown>>): Distribution {
  const { range, step } = plan;
  const at: EpochMs[] = [];
  const counts: Map<number, number>[] = [];
  for (const [start, sketch] of sketchesOf(rows, step)) {
    if (sketch.count === 0) continue;
    at.push(start);
    counts.push(bucketsOf(sketch));
  }
  const all = counts.flatMap((buckets) => [...buckets.keys()]);
  const lowest = all.reduce((least, bucket) => Math.min(least, bucket), Infinity);
  const highest = all.reduce((most, bucket) => Math.max(most, bucket), -Infinity);
  const entries = counts.flatMap((buckets, point) => [...buckets].map(([bucket, count]) => ({ point, bucket, count })));
  return {
    from: range.from,
    to: range.to,
    step,
    at,
    edges: at.length === 0 ? [] : edgesOf(lowest, highest),
    point: entries.map(({ point }) => point),
    bucket: entries.map(({ bucket }) => bucket - lowest),
    count: entries.map(({ count }) => count),
  };
}

/** The latencies of each point, oldest first. */
function* sketchesOf(
  rows: Iterable<HistoryRow<unknown>>,
  step: number,
): Generator<readonly [start: EpochMs, sketch: LatencySketch]> {
  let current: readonly [EpochMs, LatencySketch] | null = null;
  for (const row of rows) {
    const start = Math.floor(row.at / step) * step;
    if (current === null || current[0] !== start) {
      if (current !== null) yield current;
      current = [start, new LatencySketch()];
    }
    if ('rollup' in row) addToSketch(current[1], row.rollup);
    else for (const latency of latenciesOf(row)) current[1].add(latency);
  }
  if (current !== null) yield current;
}

function bucketsOf(sketch: LatencySketch): Map<number, number> {
  const buckets = new Map<number, number>();
  for (const [key, count] of sketch.bins()) {
    // A latency of 0 is in the bucket of one microsecond.
    const bucket = Math.floor((Math.max(key, 0) - 1) / BINS_PER_BUCKET);
    buckets.set(bucket, (buckets.get(bucket) ?? 0) + count);
  }
  return buckets;
}

function edgesOf(lowest: number, highest: number): number[] {
  return Array.from(
    { length: highest - lowest + 2 },
    (_, index) => BIN_GROWTH ** ((lowest + index) * BINS_PER_BUCKET) / 1000,
  );
}

/** The bars of a histogram. Pure. */
import type { Distribution } from '../../contract/model/series.ts';
import type { Ms } from '../../contract/model/units.ts';

export interface HistogramBar {
  /** The latencies above `from`, up to `to`. */
  readonly from: Ms;
  readonly to: Ms;
  readonly count: number;
  /** Of all latencies, from 0 to 1. */
  readonly share: number;
  /** The share of latencies up to `to`. */
  readonly upTo: number;
}

/** A bar for each bucket from the lowest to the highest latency, also for those without any in between. */
export function histogramOf({ edges, bucket, count }: Distribution): readonly HistogramBar[] {
  const counts = edges.slice(1).map(() => 0);
  let total = 0;
  for (const [index, place] of bucket.entries()) {
    const more = count[index] ?? 0;
    counts[place] = (counts[place] ?? 0) + more;
    total += more;
  }
  let below = 0;
  return counts.map((each, index) => {
    below += each;
    return {
      from: edges[index] ?? 0,
      to: edges[index + 1] ?? 0,
      count: each,
      share: each / Math.max(1, total),
      upTo: below / Math.max(1, total),
    };
  });
}

/** The bars of a histogram, and the lines of its percentiles. Pure. */
import type { Distribution, SeriesSummary } from '../../../contract/model/series.ts';
import type { Ms } from '../../../contract/model/units.ts';

export interface HistogramBar {
  /** The latencies above `from`, up to `to`. */
  readonly from: Ms;
  readonly to: Ms;
  readonly count: number;
  /** The share of all latencies, from 0 to 1. */
  readonly share: number;
  /** The share of latencies up to `to`. */
  readonly upTo: number;
}

/** A bar for each bucket from the lowest to the highest latency, also for empty buckets in between. */
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

export type Percentiles = Pick<SeriesSummary, 'p50' | 'p95' | 'p99'>;

/** Pixels that the name beside a line needs. */
const NAME_WIDTH = { Median: 44, p95: 26, p99: 26 } as const;

/**
 * The lines of the percentiles, from left to right. One whose line would cross the name of the one before it is left
 * out.
 * @param xOf returns the position of a latency in pixels from the left
 */
export function percentileLines(
  summary: Percentiles | null,
  xOf: (value: Ms) => number,
): readonly { readonly name: string; readonly x: number }[] {
  const { p50 = null, p95 = null, p99 = null } = summary ?? {};
  const lines: { readonly name: string; readonly x: number }[] = [];
  let free = -Infinity;
  for (const [name, value] of [
    ['Median', p50],
    ['p95', p95],
    ['p99', p99],
  ] as const) {
    if (value === null || value <= 0) continue;
    const x = xOf(value);
    if (x < free) continue;
    lines.push({ name, x });
    free = x + NAME_WIDTH[name];
  }
  return lines;
}

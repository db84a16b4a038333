/** The figures above a live chart, from its rows. */
import type { SeriesSummary } from '../../../contract/model/series.ts';
import type { Ms } from '../../../contract/model/units.ts';
import { quantileRank, swallowedLatencies } from '../../../shared/latency.ts';
import type { ChartRow } from './rows.ts';

/** The value at a quantile from 0 to 1; null if there are no values. */
function percentile(sorted: Float64Array, quantile: number): Ms | null {
  return sorted[quantileRank(quantile, sorted.length)] ?? null;
}

/**
 * The figures above a live chart. They are exact, because every row is one check. For a reduced series, use the engine's
 * summary: the mean of means would be wrong.
 */
export function summarise(rows: readonly ChartRow[]): SeriesSummary {
  const latencies: Ms[] = [];
  let [count, down, unknown, disturbed, swallowed] = [0, 0, 0, 0, 0];
  let [timed, sum, min, max] = [0, 0, Infinity, -Infinity];
  for (const row of rows) {
    count += row.count;
    down += row.down;
    unknown += row.unknown;
    disturbed += row.disturbed;
    swallowed += row.swallowed;
    if (row.avg === null) continue;
    timed += 1;
    sum += row.avg;
    min = Math.min(min, row.avg);
    max = Math.max(max, row.avg);
    latencies.push(row.avg);
    const { swallowed: slots, swallowedInterval: interval } = row;
    if (interval !== null) latencies.push(...swallowedLatencies(row.avg, { slots, interval }));
  }
  // Numbers of a typed array are sorted several times as fast.
  const sorted = Float64Array.from(latencies).sort();
  return {
    count,
    down,
    unknown,
    disturbed,
    swallowed,
    min: timed === 0 ? null : min,
    avg: timed === 0 ? null : sum / timed,
    max: timed === 0 ? null : max,
    p50: percentile(sorted, 0.5),
    p95: percentile(sorted, 0.95),
    p99: percentile(sorted, 0.99),
  };
}

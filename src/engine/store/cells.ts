/**
 * The history of an endpoint in cells of time that consist of many periods, such as the Monday mornings of a year.
 * Pure: both stores pass their rows to it.
 */
import type { EpochMs, Ms } from '../../contract/model/units.ts';
import type { StatusSpan } from '../../contract/model/uptime.ts';
import { addToSketch, type HistoryRow } from './rollup.ts';
import { LatencySketch } from './sketch.ts';
import { latenciesOf } from './tally.ts';

export interface CellQuery {
  /** Where periods begin, oldest first, and where the last one ends: one more than there are periods. */
  readonly edges: readonly EpochMs[];
  /** The cell of each period, from 0. */
  readonly cells: readonly number[];
  readonly count: number;
  /** The span of the endpoint that still grows, as it is now; null: there is none. */
  readonly current: StatusSpan | null;
  /** True: latencies, too. That reads an hour rollup for each hour. */
  readonly latency: boolean;
}

export interface CellFigures {
  /** How long the endpoint had each status. Time that the clock repeats counts once. */
  readonly statusMs: Readonly<Record<StatusSpan['status'], Ms>>;
  /** How many latencies there are; 0 without `latency`. */
  readonly latencies: number;
  /** Their median, within 1 %; null: there are none. */
  readonly medianMs: Ms | null;
}

interface CellRows {
  /** Oldest first, also from around the periods. */
  readonly spans: Iterable<StatusSpan>;
  /** Hour rollups, and checks that are in none yet; oldest first. An hour counts in the cell where it begins. */
  readonly rows: Iterable<HistoryRow<unknown>>;
}

/** @returns a figure for each cell */
export function cellFigures({ spans, rows }: CellRows, query: CellQuery): readonly CellFigures[] {
  const sums = statusSums(withCurrent(spans, query.current), query);
  const sketches = latencySketches(rows, query);
  return sums.map((statusMs, cell) => {
    const sketch = sketches.get(cell);
    const median = sketch === undefined || sketch.count === 0 ? null : sketch.quantile(0.5);
    return {
      statusMs,
      latencies: sketch?.count ?? 0,
      medianMs: median === null ? null : Math.round(median) / 1000,
    };
  });
}

/** Stored spans with the one that still grows, of which the store may have an older state. */
function* withCurrent(spans: Iterable<StatusSpan>, current: StatusSpan | null): Generator<StatusSpan> {
  for (const span of spans) if (current === null || span.from < current.from) yield span;
  if (current !== null) yield current;
}

type Sums = Record<StatusSpan['status'], Ms>;

function statusSums(spans: Iterable<StatusSpan>, { edges, cells, count }: CellQuery): readonly Sums[] {
  const sums = Array.from({ length: count }, (): Sums => ({
    up: 0,
    degraded: 0,
    down: 0,
    unknown: 0,
    paused: 0,
    maintenance: 0,
    excluded: 0,
  }));
  const end = edges.at(-1) ?? -Infinity;
  let covered = edges[0] ?? Infinity;
  let period = 0;
  for (const span of spans) {
    let from = Math.max(span.from, covered);
    const to = Math.min(span.to, end);
    if (to <= from) continue;
    covered = span.to;
    while ((edges[period + 1] ?? Infinity) <= from) period += 1;
    for (let next = period; from < to; next += 1) {
      const until = Math.min(to, edges[next + 1] ?? to);
      const sum = sums[cells[next] ?? -1];
      if (sum !== undefined) sum[span.status] += until - from;
      from = until;
    }
  }
  return sums;
}

function latencySketches(
  rows: Iterable<HistoryRow<unknown>>,
  { edges, cells, latency }: CellQuery,
): ReadonlyMap<number, LatencySketch> {
  const sketches = new Map<number, LatencySketch>();
  if (!latency) return sketches;
  let period = 0;
  for (const row of rows) {
    while ((edges[period + 1] ?? Infinity) <= row.at) period += 1;
    const cell = cells[period];
    if (cell === undefined || row.at < (edges[period] ?? Infinity)) continue;
    const sketch = sketches.get(cell) ?? new LatencySketch();
    sketches.set(cell, sketch);
    if ('rollup' in row) addToSketch(sketch, row.rollup);
    else for (const one of latenciesOf(row)) sketch.add(one);
  }
  return sketches;
}

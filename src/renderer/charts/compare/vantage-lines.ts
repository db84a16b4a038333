/** Turns the results of vantage points into the lines and rows of charts. Pure. */
import type { HistorySpan, StatusHistory } from '../../../contract/model/status-history.ts';
import type { VantageHistory } from '../../../contract/model/vantage.ts';
import type { CompareLine } from './compare-lines.ts';
import type { ChartRow } from '../data/rows.ts';
import type { TimelineRow } from '../timeline/timeline-rows.ts';

/** The color of the line of a vantage point, by its place among them. */
export function vantageColor(index: number): string {
  return `var(--series-${(index % 8) + 1})`;
}

/** The latency that each vantage point measured, as one line each. */
export function vantageLines(histories: readonly VantageHistory[]): readonly CompareLine[] {
  return histories.map((history, index) => ({
    id: history.vantage,
    name: history.vantage,
    color: vantageColor(index),
    rows: rowsOf(history),
    history: null,
    unit: 1,
    ghost: null,
  }));
}

/** The states that each vantage point saw, as one row each. */
export function vantageRows(histories: readonly VantageHistory[]): readonly TimelineRow[] {
  return histories.map((history) => ({ id: history.vantage, name: history.vantage, history: statesOf(history) }));
}

function rowsOf({ at, step, durationMs, verdict }: VantageHistory): readonly ChartRow[] {
  return at.map((start, index): ChartRow => {
    const value = durationMs[index] ?? null;
    const found = verdict[index] ?? 'unknown';
    return {
      at: start,
      width: step,
      x: start + step / 2,
      count: found === 'up' ? 1 : 0,
      down: found === 'down' ? 1 : 0,
      unknown: found === 'unknown' ? 1 : 0,
      disturbed: 0,
      swallowed: 0,
      swallowedInterval: null,
      value,
      avg: value,
      quantiles: null,
      band: null,
      phases: null,
      metrics: {},
      failure: null,
      codes: [],
    };
  });
}

/** Consecutive points with the same verdict are one span. There is no span where points are missing. */
function statesOf({ at, step, verdict }: VantageHistory): StatusHistory {
  const spans: HistorySpan[] = [];
  for (const [index, from] of at.entries()) {
    const state = verdict[index] ?? 'unknown';
    const last = spans.at(-1);
    if (last !== undefined && last.state === state && from <= last.to)
      spans[spans.length - 1] = { ...last, to: from + step };
    else spans.push({ state, from, to: from + step });
  }
  return { from: at[0] ?? 0, to: spans.at(-1)?.to ?? 0, spans, open: false, incidents: [] };
}

/** The rows that a line is drawn through, and where it breaks. */
import type { StatusHistory } from '../../../contract/model/status-history.ts';
import type { ChartRow } from './rows.ts';

/** The drawn part of a row; its values and `phases` are null where the line must break. */
export type PlotRow = Pick<ChartRow, 'x' | 'value' | 'avg' | 'quantiles' | 'band' | 'phases'>;

const BREAK = { value: null, avg: null, quantiles: null, band: null, phases: null } as const;

/**
 * The rows to draw. The line breaks at a row without a value, and between two rows if the endpoint was not up or not checked
 * there. Failures within a point of many checks do not break the line, and neither does a row whose checks were all
 * disturbed, because the endpoint was up.
 */
export function plotRows(rows: readonly ChartRow[], history: StatusHistory | null): PlotRow[] {
  const breaks = (history?.spans ?? []).filter(({ state }) => state !== 'up' && state !== 'degraded');
  const plot: PlotRow[] = [];
  let next = 0;
  let before: ChartRow | undefined;
  for (const row of rows) {
    const end = before === undefined ? -Infinity : before.at + before.width;
    while ((breaks[next]?.to ?? Infinity) <= end) next += 1;
    const hole = breaks[next];
    if (before !== undefined && hole !== undefined && hole.from < row.at) {
      plot.push({ x: (before.x + row.x) / 2, ...BREAK });
    }
    if (row.avg !== null) plot.push(row);
    else if (row.down > 0 || row.unknown > 0 || row.disturbed === 0) plot.push({ x: row.x, ...BREAK });
    before = row;
  }
  return plot;
}

/** Points with a break on both sides. A line cannot show them, so they are drawn as dots. */
export function loneRows(plot: readonly PlotRow[]): PlotRow[] {
  return plot.filter(
    (row, index) =>
      row.avg !== null && (plot[index - 1]?.avg ?? null) === null && (plot[index + 1]?.avg ?? null) === null,
  );
}

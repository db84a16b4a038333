import type { EpochMs } from '../../contract/model/units.ts';
import { xOf, yOf, type ChartMode, type Plot } from './geometry.ts';
import css from './latency-chart.module.css';
import type { ChartRow } from './rows.ts';
import type { Stop } from './stops.ts';

export interface CursorProps {
  readonly rows: readonly ChartRow[];
  /** The stop of the pointer or the keys. */
  readonly stop: Stop | undefined;
  readonly chosenAt: EpochMs | null;
  readonly plot: Plot;
  readonly until: EpochMs;
  readonly mode: ChartMode;
}

/** A line at the point under the pointer, and a ring around the check whose details are shown. */
export function Cursor({ rows, stop, chosenAt, plot, until, mode }: CursorProps) {
  const chosen = chosenAt === null ? undefined : rows.find((row) => isOf(row, chosenAt));
  return (
    <svg className={css.cursor} width={xOf(plot, until)} height={plot.top + plot.height}>
      {chosen === undefined ? null : (
        <g className={css.chosen} data-chosen={chosen.at}>
          <line x1={xOf(plot, chosen.x)} x2={xOf(plot, chosen.x)} y1={plot.top} y2={plot.top + plot.height} />
          <circle cx={xOf(plot, chosen.x)} cy={heightOf(chosen, plot, mode)} r={4.5} />
        </g>
      )}
      {stop === undefined ? null : (
        <>
          <line x1={xOf(plot, stop.x)} x2={xOf(plot, stop.x)} y1={plot.top} y2={plot.top + plot.height} />
          {stop.row !== null && stop.row.avg !== null && mode === 'line' ? (
            <circle cx={xOf(plot, stop.x)} cy={yOf(plot, stop.row.avg)} r={3.5} />
          ) : null}
        </>
      )}
    </svg>
  );
}

function isOf(row: ChartRow, at: EpochMs): boolean {
  return row.width === 0 ? row.at === at : row.at <= at && row.at + row.width > at;
}

/** A failure has no value, so its ring is at its mark. */
function heightOf(row: ChartRow, plot: Plot, mode: ChartMode): number {
  return row.avg === null || mode === 'phases' ? plot.top + plot.height - 4.5 : yOf(plot, row.avg);
}

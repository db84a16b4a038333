import type { Phases } from '../../contract/model/check.ts';
import { formatCount, formatLatency } from '../format.ts';
import { xOf, type Plot } from './geometry.ts';
import css from './latency-chart.module.css';
import { withUndeclared, type PhaseLook } from './phase-look.ts';
import { pointCount, pointTime } from './point-text.ts';
import type { ChartRow } from './rows.ts';

export interface PointTooltipProps {
  readonly row: ChartRow;
  readonly plot: Plot;
  /** In the order in which they happen. */
  readonly phases: readonly PhaseLook[];
  readonly size: { readonly width: number; readonly height: number };
}

const WIDTH = 252;

/** Beside the point, on the side where there is room; never under the pointer. */
export function PointTooltip({ row, plot, phases, size }: PointTooltipProps) {
  const x = xOf(plot, row.x);
  const left = x + 14 + WIDTH <= size.width ? x + 14 : Math.max(0, x - 14 - WIDTH);
  return (
    <div className={css.tooltip} style={{ left, width: WIDTH }} aria-hidden>
      <p className={css.time}>
        <span>{pointTime(row, plot.to - plot.from)}</span>
        {row.width > 0 ? <span>{pointCount(row)}</span> : null}
      </p>
      {row.avg !== null ? (
        <p className={css.figure}>
          <span>{row.width > 0 ? 'Mean' : 'Latency'}</span>
          <strong>{formatLatency(row.avg)}</strong>
        </p>
      ) : null}
      {row.band !== null ? (
        <p className={css.figure}>
          <span>Lowest – highest</span>
          <span>
            {formatLatency(row.band[0])} – {formatLatency(row.band[1])}
          </span>
        </p>
      ) : null}
      {row.phases === null ? null : <PhaseFigures taken={row.phases} phases={phases} />}
      {row.down > 0 ? (
        <p className={css.failed}>
          <strong>{row.width > 0 ? `${formatCount(row.down)} failed` : 'Failed'}</strong>
          {row.failure === null ? null : <span>{row.failure}</span>}
        </p>
      ) : null}
      {row.unknown > 0 ? (
        <p className={css.unknown}>
          <strong>{row.width > 0 ? `${formatCount(row.unknown)} unknown` : 'Unknown'}</strong>
          {row.failure === null || row.down > 0 ? null : <span>{row.failure}</span>}
        </p>
      ) : null}
    </div>
  );
}

interface PhaseFiguresProps {
  readonly taken: Phases;
  readonly phases: readonly PhaseLook[];
}

function PhaseFigures({ taken, phases }: PhaseFiguresProps) {
  return withUndeclared(phases, Object.keys(taken)).map(({ name, label, color }) => {
    const ms = taken[name] ?? 0;
    return ms === 0 ? null : (
      <p key={name} className={css.figure}>
        <span>
          <i className={css.swatch} style={{ background: color }} />
          {label}
        </span>
        <span>{formatLatency(ms)}</span>
      </p>
    );
  });
}

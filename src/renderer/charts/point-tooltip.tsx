import { PHASES, type Phase } from '../../contract/model/failure.ts';
import { formatCount, formatLatency } from '../format.ts';
import { xOf, type ChartMode, type Plot } from './geometry.ts';
import css from './latency-chart.module.css';
import { pointCount, pointTime } from './point-text.ts';
import type { ChartRow } from './rows.ts';

/** What a phase is called, in the chart, the table and the waterfall. */
export const PHASE_LABEL: Readonly<Record<Phase, string>> = {
  dns: 'DNS',
  connect: 'Connect',
  tls: 'TLS',
  wait: 'Wait',
  transfer: 'Transfer',
};

export interface PointTooltipProps {
  readonly row: ChartRow;
  readonly plot: Plot;
  readonly mode: ChartMode;
  readonly size: { readonly width: number; readonly height: number };
}

const WIDTH = 252;

/** Beside the point, on the side where there is room; never under the pointer. */
export function PointTooltip({ row, plot, size }: PointTooltipProps) {
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
      {row.phases === null ? null : <PhaseFigures phases={row.phases} />}
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

function PhaseFigures({ phases }: { readonly phases: Readonly<Record<Phase, number>> }) {
  return PHASES.filter((phase) => phases[phase] > 0).map((phase) => (
    <p key={phase} className={css.figure}>
      <span>
        <i className={css.swatch} style={{ background: `var(--phase-${phase})` }} />
        {PHASE_LABEL[phase]}
      </span>
      <span>{formatLatency(phases[phase])}</span>
    </p>
  ));
}

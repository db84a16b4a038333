import { useNow } from '../../live/hooks.ts';
import { lineText, valuesAt, type CompareLine } from './compare-lines.ts';
import css from './compare-tooltip.module.css';
import { tooltipLeft, xOf, type Plot, type Size } from '../scale/geometry.ts';
import { pointTime } from '../data/point-text.ts';
import type { ChartStop } from '../data/stops.ts';
import chartCss from '../frame/time-chart.module.css';
import type { ValueFormat } from '../scale/value-format.ts';

export interface CompareTooltipProps {
  readonly stop: ChartStop;
  readonly plot: Plot;
  readonly size: Size;
  readonly lines: readonly CompareLine[];
  readonly format: ValueFormat;
}

const WIDTH = 280;

/** The values of all lines at a time, beside it. */
export function CompareTooltip({ stop, plot, size, lines, format }: CompareTooltipProps) {
  const now = useNow(1000);
  const left = tooltipLeft(xOf(plot, stop.x), WIDTH, size);
  const values = valuesAt(lines, stop.x);
  const row = values.find((value) => value.row !== null)?.row ?? null;
  const hasGhost = values.some(({ ghost }) => ghost !== null);
  return (
    <div className={chartCss.tooltip} style={{ left, width: WIDTH }} aria-hidden>
      <p className={chartCss.time}>
        <span>{row === null ? '' : pointTime(row, now)}</span>
        {hasGhost ? <span>earlier</span> : null}
      </p>
      {values.map((value) => (
        <p key={value.line.id} className={css.line}>
          <i className={chartCss.swatch} style={{ background: value.line.color }} />
          <span className={css.name}>{value.line.name}</span>
          <strong>{lineText(value, stop.x, format)}</strong>
          {hasGhost ? (
            <span className={css.ghost}>{value.ghost === null ? '–' : format.write(value.ghost)}</span>
          ) : null}
        </p>
      ))}
    </div>
  );
}

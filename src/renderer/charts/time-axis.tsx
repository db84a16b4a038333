/**
 * The time axis of a chart, drawn with what moves. Plain SVG: recharts' chart with an axis took more than half of the time
 * of each redraw, and a gesture redraws several charts several times a second.
 */
import { memo, type ReactNode } from 'react';
import type { EpochMs } from '../../contract/model/units.ts';
import { INSET, xOf, type Plot, type Seen } from './geometry.ts';
import css from './time-chart.module.css';
import { timeTickLabel, timeTicks } from './ticks.ts';

/** Pixels that a label of the time axis needs. */
const TIME_LABEL = 120;
/** Pixels of a label to each side of its tick, about. */
const HALF_LABEL = 24;
/** Pixels from the axis down to the base line of the labels. */
const BASE_LINE = 16;

export interface TimeAxisProps {
  /** From the left edge of the drawing. */
  readonly plot: Plot;
  /** A chart that does not move has no label that is only partly in it. */
  readonly seen: Seen;
  readonly moves: boolean;
  /** What is drawn above the axis, as SVG. */
  readonly children: ReactNode;
}

export const TimeAxis = memo(function TimeAxis({ plot, seen, moves, children }: TimeAxisProps) {
  const { at, step } = timeTicks(plot.from, plot.to, plot.width / TIME_LABEL);
  const bottom = plot.top + plot.height;
  const isWhole = (tick: EpochMs) => {
    const x = xOf(plot, tick);
    return [seen.left, seen.right].every((edge) => Math.abs(x - edge) > HALF_LABEL);
  };
  return (
    <svg className={css.plot} width={plot.width} height={bottom + INSET.bottom}>
      {at
        .filter((tick) => moves || isWhole(tick))
        .map((tick) => (
          <text key={tick} x={xOf(plot, tick)} y={bottom + BASE_LINE} className={css.tick} textAnchor="middle">
            {timeTickLabel(tick, step)}
          </text>
        ))}
      {children}
    </svg>
  );
});

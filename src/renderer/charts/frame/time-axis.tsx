/**
 * The time axis of a chart, drawn with the moving part. Plain SVG: recharts' chart with an axis took more than half of
 * the time of each redraw, and a gesture redraws several charts several times a second.
 */
import { memo, type ReactNode } from 'react';
import { INSET, xOf, type Plot, type Seen } from '../scale/geometry.ts';
import css from './time-chart.module.css';
import { labelPlace, timeTickLabel, timeTicks } from '../scale/ticks.ts';

/** Pixels that a label of the time axis needs. */
const TIME_LABEL = 120;
/**
 * Pixels per second. Labels of faster charts are cut off at the edges as they move in and out; those of other charts
 * are always complete.
 */
const FAST = 1;
/** Pixels from the axis down to the base line of the labels. */
const BASE_LINE = 16;

export interface TimeAxisProps {
  /** The plot, with positions from the left edge of the drawing. */
  readonly plot: Plot;
  readonly seen: Seen;
  readonly moves: boolean;
  /** The content above the axis, as SVG. */
  readonly children: ReactNode;
}

export const TimeAxis = memo(function TimeAxis({ plot, seen, moves, children }: TimeAxisProps) {
  return (
    <svg className={css.plot} width={plot.width} height={plot.top + plot.height + INSET.bottom}>
      <Labels plot={plot} seen={seen} moves={moves} />
      {children}
    </svg>
  );
});

/** Not rendered again when only the content changes. */
const Labels = memo(function Labels({ plot, seen, moves }: Omit<TimeAxisProps, 'children'>) {
  const { at, step } = timeTicks(plot.from, plot.to, plot.width / TIME_LABEL);
  const bottom = plot.top + plot.height;
  const isFast = moves && (plot.width / Math.max(1, plot.to - plot.from)) * 1000 > FAST;
  return at.map((tick) => {
    const label = timeTickLabel(tick, step);
    const x = isFast ? xOf(plot, tick) : labelPlace(xOf(plot, tick), label, seen);
    return x === null ? null : (
      <text key={tick} x={x} y={bottom + BASE_LINE} className={css.tick} textAnchor="middle">
        {label}
      </text>
    );
  });
});

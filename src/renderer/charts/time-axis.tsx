/** The time axis of a chart, drawn with what moves. */
import { ComposedChart, XAxis } from 'recharts';
import { memo, type ReactNode } from 'react';
import type { EpochMs } from '../../contract/model/units.ts';
import { INSET, xOf, type Plot } from './geometry.ts';
import css from './time-chart.module.css';
import { timeTickLabel, timeTicks } from './ticks.ts';

/** Pixels that a label of the time axis needs. */
const TIME_LABEL = 120;
/** Pixels of a label to each side of its tick, about. */
const HALF_LABEL = 24;
const TICK = { fill: 'var(--text-3)', fontSize: 11 };
const MARGIN = { top: INSET.top, right: 0, bottom: 0, left: 0 };

export interface TimeAxisProps {
  /** From the left edge of the drawing. */
  readonly plot: Plot;
  /** The part that is seen, in pixels. A chart that does not move has no label that is only partly in it. */
  readonly seen: { readonly left: number; readonly right: number };
  readonly moves: boolean;
  /** What is drawn above the axis, as SVG. */
  readonly children: ReactNode;
}

export const TimeAxis = memo(function TimeAxis({ plot, seen, moves, children }: TimeAxisProps) {
  const ticks = timeTicks(plot.from, plot.to, plot.width / TIME_LABEL);
  const isWhole = (at: EpochMs) => {
    const x = xOf(plot, at);
    return [seen.left, seen.right].every((edge) => Math.abs(x - edge) > HALF_LABEL);
  };
  return (
    <ComposedChart
      width={plot.width}
      height={plot.top + plot.height + INSET.bottom}
      margin={MARGIN}
      accessibilityLayer={false}
      className={css.plot ?? ''}
      style={{ pointerEvents: 'none' }}
    >
      <XAxis
        // The axis has no data, but without a key, recharts would treat it as a list of categories.
        dataKey="x"
        type="number"
        niceTicks="none"
        domain={[plot.from, plot.to]}
        allowDataOverflow
        ticks={moves ? [...ticks.at] : ticks.at.filter(isWhole)}
        interval={0}
        tickFormatter={(at: number) => timeTickLabel(at, ticks.step)}
        height={INSET.bottom}
        tick={TICK}
        tickLine={false}
        axisLine={false}
      />
      {children}
    </ComposedChart>
  );
});

/** The parts of a chart that do not move: the value axis with its lines, and the threshold. */
import { memo } from 'react';
import { CartesianGrid, ComposedChart, XAxis, YAxis } from 'recharts';
import { INSET, plotOf, yOf, type Size } from '../scale/geometry.ts';
import { shareOf, type Scale } from '../scale/scale.ts';
import css from './time-chart.module.css';

export interface ChartFrameProps {
  readonly size: Size;
  /** A stable object. */
  readonly scale: Scale;
  /** Makes the label of a tick. Always the same function. */
  readonly label: (value: number, scale: Scale) => string;
  /** Null: there is none. */
  readonly threshold: number | null;
  /** False where lines would cross filled areas. */
  readonly lines?: boolean;
}

const TICK = { fill: 'var(--text-3)', fontSize: 11 };
const MARGIN = { top: INSET.top, right: INSET.right, bottom: 0, left: 0 };

export const ChartFrame = memo(function ChartFrame(props: ChartFrameProps) {
  const { size, scale, label, threshold, lines = true } = props;
  // The axis counts shares of the height, so that linear and logarithmic scales are drawn in the same way.
  const values = new Map(scale.ticks.map((tick) => [shareOf(scale, tick), tick]));
  return (
    <ComposedChart
      width={size.width}
      height={size.height}
      margin={MARGIN}
      accessibilityLayer={false}
      className={css.plot ?? ''}
      // The chart gets no pointer events: the overlay above it handles them.
      style={{ pointerEvents: 'none' }}
    >
      {lines ? <CartesianGrid vertical={false} stroke="var(--border)" /> : null}
      <XAxis
        dataKey="x"
        type="number"
        domain={[0, 1]}
        ticks={[]}
        height={INSET.bottom}
        tickLine={false}
        axisLine={{ stroke: 'var(--border-strong)' }}
      />
      <YAxis
        type="number"
        niceTicks="none"
        domain={[0, 1]}
        allowDataOverflow
        ticks={[...values.keys()]}
        interval={0}
        tickFormatter={(share: number) => label(values.get(share) ?? 0, scale)}
        width={INSET.left}
        tick={TICK}
        tickLine={false}
        axisLine={false}
      />
      {threshold === null ? null : (
        // Recharts draws its own line only in charts with data.
        <path
          d={`M${INSET.left} ${thresholdY(size, scale, threshold)}H${size.width - INSET.right}`}
          stroke="var(--degraded)"
          strokeDasharray="4 3"
          strokeWidth={1.25}
          data-threshold={threshold}
        />
      )}
    </ComposedChart>
  );
});

function thresholdY(size: Size, scale: Scale, threshold: number): number {
  return yOf(plotOf(size, { from: 0, to: 1 }, scale), threshold);
}

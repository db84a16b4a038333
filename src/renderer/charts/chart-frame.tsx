/** The parts of a chart that do not move: the value axis with its lines, and the threshold. */
import { memo } from 'react';
import { CartesianGrid, ComposedChart, ReferenceLine, XAxis, YAxis } from 'recharts';
import { INSET, type Size } from './geometry.ts';
import css from './latency-chart.module.css';

export interface ChartFrameProps {
  readonly size: Size;
  /** Ticks of the value axis; the last is its top. A stable list. */
  readonly values: readonly number[];
  /** Makes the label of a tick. Always the same function. */
  readonly label: (value: number, values: readonly number[]) => string;
  /** Null: there is none. */
  readonly threshold: number | null;
}

const TICK = { fill: 'var(--text-3)', fontSize: 11 };
const MARGIN = { top: INSET.top, right: INSET.right, bottom: 0, left: 0 };

export const ChartFrame = memo(function ChartFrame({ size, values, label, threshold }: ChartFrameProps) {
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
      <CartesianGrid vertical={false} stroke="var(--border)" />
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
        domain={[0, values.at(-1) ?? 1]}
        allowDataOverflow
        ticks={[...values]}
        interval={0}
        tickFormatter={(value: number) => label(value, values)}
        width={INSET.left}
        tick={TICK}
        tickLine={false}
        axisLine={false}
      />
      {threshold === null ? null : (
        <ReferenceLine y={threshold} stroke="var(--degraded)" strokeDasharray="4 3" strokeWidth={1.25} />
      )}
    </ComposedChart>
  );
});

/** The drawing itself. It knows nothing of the pointer, so that hovering never redraws it. */
import { memo, useId, useMemo } from 'react';
import { CartesianGrid, ComposedChart, ReferenceLine, XAxis, YAxis } from 'recharts';
import type { Ms } from '../../contract/model/units.ts';
import { Curves } from './curves.tsx';
import { INSET, reaches, xOf, type ChartMode, type Plot } from './geometry.ts';
import css from './latency-chart.module.css';
import { marks, placeMarks } from './marks.ts';
import type { PhaseLook } from './phase-look.ts';
import { plotRows, type ChartRow } from './rows.ts';
import { latencyTickLabel, timeTickLabel, timeTicks } from './ticks.ts';

export interface LatencyPlotProps {
  readonly rows: readonly ChartRow[];
  readonly plot: Plot;
  readonly mode: ChartMode;
  readonly phases: readonly PhaseLook[];
  /** A stretch without checks longer than this breaks the line. */
  readonly gap: Ms;
  readonly degradedAbove: Ms | null;
  /** The highest value shown. */
  readonly top: Ms;
  readonly size: { readonly width: number; readonly height: number };
}

/** Pixels that a label of the time axis needs. */
const TIME_LABEL = 96;
const TICK = { fill: 'var(--text-3)', fontSize: 11 };
const MARGIN = { top: INSET.top, right: INSET.right, bottom: 0, left: 0 };

export const LatencyPlot = memo(function LatencyPlot(props: LatencyPlotProps) {
  const { rows, plot, mode, phases, gap, degradedAbove, top, size } = props;
  const data = useMemo(() => plotRows(rows, gap), [rows, gap]);
  const ticks = timeTicks(plot.from, plot.to, plot.width / TIME_LABEL);
  // A label that would be cut off at the edge is no label.
  const tickTimes = ticks.at.filter((at) => xOf(plot, at) <= size.width - TIME_LABEL / 3);
  return (
    <ComposedChart
      width={size.width}
      height={size.height}
      margin={MARGIN}
      accessibilityLayer={false}
      className={css.plot ?? ''}
      // The chart is told of no pointer: the overlay above it has it.
      style={{ pointerEvents: 'none' }}
    >
      <CartesianGrid vertical={false} stroke="var(--border)" />
      <XAxis
        // There is no data to take it from, but without it recharts holds the axis for a list of categories.
        dataKey="x"
        type="number"
        niceTicks="none"
        domain={[plot.from, plot.to]}
        allowDataOverflow
        ticks={tickTimes}
        interval={0}
        tickFormatter={(at: number) => timeTickLabel(at, ticks.step)}
        height={INSET.bottom}
        tick={TICK}
        tickLine={false}
        axisLine={{ stroke: 'var(--border-strong)' }}
      />
      <YAxis
        type="number"
        niceTicks="none"
        domain={[0, plot.values.at(-1) ?? 1]}
        allowDataOverflow
        ticks={[...plot.values]}
        interval={0}
        // Without any success there is nothing that a scale could be of.
        tickFormatter={(value: number) => (top === 0 ? '' : latencyTickLabel(value, plot.values))}
        width={INSET.left}
        tick={TICK}
        tickLine={false}
        axisLine={false}
      />
      <Marks rows={rows} plot={plot} gap={gap} />
      <Curves data={data} plot={plot} mode={mode} phases={phases} />
      {reaches(degradedAbove, top) ? (
        <ReferenceLine y={degradedAbove} stroke="var(--degraded)" strokeDasharray="4 3" strokeWidth={1.25} />
      ) : null}
    </ComposedChart>
  );
});

interface MarksProps {
  readonly rows: readonly ChartRow[];
  readonly plot: Plot;
  readonly gap: Ms;
}

/** Failures: a red head above the plot with its count, and a tint down to the axis. Unknown: hatched. */
function Marks({ rows, plot, gap }: MarksProps) {
  const hatch = useId();
  const unknown = placeMarks(marks(rows, 'unknown', gap), plot);
  const down = placeMarks(marks(rows, 'down', gap), plot);
  const bottom = plot.top + plot.height;
  return (
    <g>
      <defs>
        <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line x1="0" y1="0" x2="0" y2="6" stroke="var(--unknown)" strokeWidth="1.5" strokeOpacity="0.45" />
        </pattern>
      </defs>
      {unknown.map((mark) => (
        <rect
          key={mark.left}
          x={mark.left}
          y={plot.top}
          width={mark.width}
          height={plot.height}
          fill={`url(#${hatch})`}
          data-mark="unknown"
        />
      ))}
      {down.map((mark) => (
        <g key={mark.left} data-mark="down">
          <rect
            x={mark.left}
            y={plot.top}
            width={mark.width}
            height={plot.height}
            fill="var(--down)"
            fillOpacity={mark.width > 6 ? 0.13 : 0.3}
          />
          <rect x={mark.left} y={plot.top - 6} width={mark.width} height={6} fill="var(--down)" />
          <path d={`M${mark.left} ${bottom}h${mark.width}`} stroke="var(--down)" strokeWidth={2} />
          {mark.labelled ? (
            <text x={mark.left + mark.width + 3} y={plot.top - 1} className={css.markCount}>
              ×{mark.count}
            </text>
          ) : null}
        </g>
      ))}
    </g>
  );
}

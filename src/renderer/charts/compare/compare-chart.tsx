/** Latencies of several endpoints over time, as one line each, with an earlier time behind them. */
import { memo, useCallback, useEffect, useMemo } from 'react';
import type { TimeSpan } from '../../../shared/time-view.ts';
import { linePath } from '../../../shared/svg-paths.ts';
import { say } from '../../texts.ts';
import {
  compareStops,
  drawnLines,
  extentOfLines,
  lineNear,
  lineText,
  rowsWithin,
  valuesAt,
  type CompareLine,
  type DrawnLine,
} from './compare-lines.ts';
import { CompareTooltip } from './compare-tooltip.tsx';
import { clippedYOf, INSET, plotOf, xOf, type Plot, type Size } from '../scale/geometry.ts';
import { Bands } from '../layers/history-layer.tsx';
import { pointTime } from '../data/point-text.ts';
import { loneRows, type PlotRow } from '../data/plot-rows.ts';
import type { ChartRow } from '../data/rows.ts';
import { linearScale, logScale } from '../scale/scale.ts';
import { nearestStop, type ChartStop } from '../data/stops.ts';
import { TimeChart, type ChartTime, type Drawing } from '../frame/time-chart.tsx';
import { useCalmTop, useSameScale } from '../scale/use-calm-top.ts';
import { noLabel, type ValueFormat } from '../scale/value-format.ts';

export interface CompareChartProps {
  readonly time: ChartTime;
  /** A stable list. */
  readonly lines: readonly CompareLine[];
  readonly format: ValueFormat;
  readonly scale: 'linear' | 'log';
  readonly size: Size;
  /** What the chart shows, for screen readers. */
  readonly label: string;
  /** The endpoint whose line is in front, while the others are pale; null: none. */
  readonly highlighted?: string | null;
  /** The axis reaches at least this far, so that several charts have the same one. Default: 0. */
  readonly least?: number;
  /** Called with the highest value of the chart. Always the same function. */
  readonly onTop?: (top: number) => void;
  /** A point of a line was chosen. */
  readonly onChoose: (id: string, row: ChartRow) => void;
}

/** Pixels between two stops of the arrow keys. */
const STOP_GAP = 3;

export function CompareChart(props: CompareChartProps) {
  const { time, lines, format, size, label, highlighted = null, least = 0, onTop, onChoose } = props;
  const { span } = time;
  const drawn = useMemo(() => drawnLines(lines), [lines]);
  const { top, bottom } = useMemo(() => extentOfLines(drawn, span), [drawn, span]);
  useEffect(() => onTop?.(top), [onTop, top]);
  const axisTop = useCalmTop(Math.max(top, least));
  const isLog = props.scale === 'log' && Number.isFinite(bottom);
  const scale = useSameScale(isLog ? logScale(bottom, axisTop) : linearScale(axisTop));
  const loaded = lines.some(({ rows }) => rows !== null) || lines.length === 0;
  const stops = useMemo(
    () => (loaded ? compareStops(lines, span, gapOf(span, size)) : null),
    [loaded, lines, span, size],
  );
  const [only] = lines;
  const history = lines.length === 1 ? (only?.history ?? null) : null;
  const draw = useCallback(
    ({ plot, until, seen }: Drawing) => (
      <>
        {history === null ? null : <Bands history={history} plot={plot} until={until} seen={seen} labels={false} />}
        <Lines drawn={drawn} plot={plot} highlighted={highlighted} />
      </>
    ),
    [drawn, history, highlighted],
  );
  const sentence = useCallback((stop: ChartStop) => stopSentence(lines, stop, format), [lines, format]);
  const choose = (stop: ChartStop, y: number | null) => {
    const values = valuesAt(lines, stop.x);
    const plot = plotOf(size, span, scale);
    const near = y === null ? values[0] : lineNear(values, y, (value) => clippedYOf(plot, value));
    const chosen = near?.row === null ? values.find(({ row }) => row !== null) : near;
    if (chosen !== undefined && chosen.row !== null) onChoose(chosen.line.id, chosen.row);
  };
  return (
    <TimeChart
      time={time}
      size={size}
      scale={scale}
      tick={axisTop === 0 ? noLabel : format.tick}
      label={label}
      stops={stops}
      stopAt={nearestStop}
      draw={draw}
      renderTooltip={(stop, plot) => <CompareTooltip {...{ stop, plot, size, lines, format }} />}
      sentence={sentence}
      onChoose={choose}
    />
  );
}

function gapOf({ from, to }: TimeSpan, { width }: Size): number {
  return ((to - from) / Math.max(1, width - INSET.left - INSET.right)) * STOP_GAP;
}

interface LinesProps {
  readonly drawn: readonly DrawnLine[];
  readonly plot: Plot;
  readonly highlighted: string | null;
}

function Lines({ drawn, plot, highlighted }: LinesProps) {
  // The line in front is drawn last.
  const order = drawn.toSorted((a, b) => Number(a.id === highlighted) - Number(b.id === highlighted));
  return order.map(({ id, color, data, ghost }) => (
    <g key={id} data-line={id} opacity={highlighted === null || highlighted === id ? 1 : 0.22}>
      <GhostCurve data={ghost} plot={plot} color={color} />
      <Curve data={data} plot={plot} color={color} width={highlighted === id ? 2.25 : 1.5} />
    </g>
  ));
}

interface CurveProps {
  readonly data: readonly PlotRow[];
  readonly plot: Plot;
  readonly color: string;
}

const GhostCurve = memo(function GhostCurve({ data, plot, color }: CurveProps) {
  const line = useMemo(() => pathOf(data, plot), [data, plot]);
  return (
    <path
      d={line}
      stroke={color}
      strokeWidth={1.25}
      strokeOpacity={0.65}
      strokeDasharray="2 3"
      fill="none"
      data-ghost
    />
  );
});

/** Rendered again only if its own line or the plot changes: with each check, one of several lines does. */
const Curve = memo(function Curve({ data, plot, color, width }: CurveProps & { readonly width: number }) {
  const line = useMemo(() => pathOf(data, plot), [data, plot]);
  const lone = useMemo(() => loneRows(data), [data]);
  return (
    <>
      <path d={line} stroke={color} strokeWidth={width} strokeLinejoin="round" fill="none" />
      {lone.map((row) => (
        <circle key={row.x} cx={xOf(plot, row.x)} cy={clippedYOf(plot, row.value ?? 0)} r={2} fill={color} />
      ))}
    </>
  );
});

function pathOf(data: readonly PlotRow[], plot: Plot): string {
  return linePath(
    rowsWithin(data, plot).map(({ x, value }) => ({
      x: xOf(plot, x),
      y: value === null ? null : clippedYOf(plot, value),
    })),
  );
}

/** `14:05:30, Shop 120 ms, API Down`, for a screen reader. */
function stopSentence(lines: readonly CompareLine[], { x }: ChartStop, format: ValueFormat): string {
  const values = valuesAt(lines, x);
  const row = values.find((value) => value.row !== null)?.row ?? null;
  const time = row === null ? '' : pointTime(row, Date.now());
  const facts = values.map((value) =>
    say('chart.readLine', { name: value.line.name, value: lineText(value, x, format) }),
  );
  return say('chart.readPoint', { time, facts });
}

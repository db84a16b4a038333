/** Values over time, with outages. The engine has reduced the numbers; nothing here is averaged again. */
import { useMemo, useState, type MouseEvent } from 'react';
import type { StatusHistory } from '../../contract/model/status-history.ts';
import type { EpochMs } from '../../contract/model/units.ts';
import { Skeleton } from '../components/spinner.tsx';
import { ChartFrame } from './chart-frame.tsx';
import { Cursor } from './cursor.tsx';
import { EdgeLabel } from './edge-label.tsx';
import { highest, INSET, plotOf, reaches, timeOf, type ChartMode, type Size } from './geometry.ts';
import { Glide, LEAD_MS } from './glide.tsx';
import css from './latency-chart.module.css';
import { LatencyPlot } from './latency-plot.tsx';
import type { PhaseLook } from './phase-look.ts';
import { PointTooltip } from './point-tooltip.tsx';
import { stopSentence } from './point-text.ts';
import { say } from '../texts.ts';
import type { ChartRow, FailureText } from './rows.ts';
import { stopAt, stopsOf, type Stop } from './stops.ts';
import { useCalmTop } from './use-calm-top.ts';
import { valueTicks } from './ticks.ts';
import type { ValueFormat } from './value-format.ts';

export interface LatencyChartProps {
  /** Oldest first, at most about 1,000. Null: not loaded yet. */
  readonly rows: readonly ChartRow[] | null;
  /** Null: not loaded yet. */
  readonly history: StatusHistory | null;
  readonly from: EpochMs;
  /** In a chart that moves: the time at which it was drawn last. */
  readonly to: EpochMs;
  /** The right end is now: the chart moves by itself from `to`. */
  readonly moving: boolean;
  readonly mode: ChartMode;
  /** The phases of the endpoint's kind, in order; a stable list. */
  readonly phases: readonly PhaseLook[];
  readonly format: ValueFormat;
  /** A line across the chart, drawn if the values come close to it; null: none. */
  readonly threshold: number | null;
  /** In pixels. The same while loading and when empty. */
  readonly size: Size;
  /** What the chart shows, for screen readers. */
  readonly label: string;
  readonly failureText: FailureText;
  /** The check whose details are shown beside the chart; null: none. */
  readonly chosenAt?: EpochMs | null;
  /** A point was clicked, or Enter was pressed on it. */
  readonly onChoose?: (row: ChartRow) => void;
}

/** How far the pointer may be from a point to select it, in pixels. */
const REACH = 40;
/** Pixels that the ring around the chosen check may reach beyond the plot. */
const RING = 8;

export function LatencyChart(props: LatencyChartProps) {
  const { rows, size, label } = props;
  return (
    <div className={css.chart} style={{ height: size.height }}>
      {rows === null || size.width === 0 ? (
        <output className={css.loading} aria-label={`${label}, loading`}>
          <Skeleton width="100%" height={Math.max(0, size.height - INSET.top - INSET.bottom)} />
        </output>
      ) : (
        <LoadedChart {...props} rows={rows} />
      )}
    </div>
  );
}

function LoadedChart(props: LatencyChartProps & { readonly rows: readonly ChartRow[] }) {
  const { rows, history, from, to, moving, mode, phases, format, threshold, size, label, chosenAt = null } = props;
  const { failureText, onChoose } = props;
  // The key, not the index, because the rows move while the point stays the same.
  const [pointKey, setPointKey] = useState<string | null>(null);

  const top = useMemo(() => highest(rows, mode), [rows, mode]);
  const near = reaches(threshold, top) ? threshold : null;
  const axisTop = useCalmTop(near === null ? top : Math.max(top, near * 1.05));
  const values = useMemo(() => valueTicks(axisTop), [axisTop]);
  const plot = useMemo(() => plotOf(size, { from, to }, values), [size, from, to, values]);
  // What moves is drawn from the left edge of the plot.
  const moved = useMemo(() => ({ ...plot, left: 0 }), [plot]);
  const ringed = useMemo(() => ({ ...plot, left: RING }), [plot]);
  const until = moving ? to + LEAD_MS : to;
  const pixelsPerMs = plot.width / Math.max(1, to - from);
  const anchor = moving ? to : null;

  const stops = useMemo(() => stopsOf(rows, history, { from, to }), [rows, history, from, to]);
  const index = pointKey === null ? -1 : stops.findIndex((stop) => stop.key === pointKey);
  const stop = stops[index];

  const stopUnder = (event: MouseEvent<HTMLInputElement>) => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
    const sinceDrawn = moving ? Math.max(0, Date.now() - to) : 0;
    return stopAt(stops, timeOf(plot, x) + sinceDrawn, REACH / pixelsPerMs);
  };
  const choose = (chosen: Stop | undefined) => {
    if (chosen?.row && onChoose) onChoose(chosen.row);
  };

  return (
    <>
      <div aria-hidden>
        <ChartFrame size={size} values={values} label={top === 0 ? noLabel : format.tick} threshold={near} />
        <div className={moving ? css.window : css.still} style={{ left: plot.left, width: plot.width }}>
          <Glide anchor={anchor} pixelsPerMs={pixelsPerMs}>
            <LatencyPlot rows={rows} history={history} plot={moved} until={until} mode={mode} phases={phases} />
          </Glide>
          <EdgeLabel history={history} plot={moved} />
        </div>
        <div className={css.window} style={{ left: plot.left - RING, width: plot.width + 2 * RING }}>
          <Glide anchor={anchor} pixelsPerMs={pixelsPerMs}>
            <Cursor rows={rows} stop={stop} chosenAt={chosenAt} plot={ringed} until={until} mode={mode} />
          </Glide>
        </div>
      </div>
      {stops.length === 0 ? <p className={css.empty}>{say('chart.noChecks')}</p> : null}
      {rows.some(({ disturbed }) => disturbed > 0) && rows.every(({ avg, down }) => avg === null && down === 0) ? (
        <p className={css.empty}>Lookout was too busy to measure the checks in this range.</p>
      ) : null}
      {/* A slider over the points: what the chart is for someone who cannot see it, and what the arrow keys do. */}
      <input
        type="range"
        className={css.overlay}
        disabled={stops.length === 0}
        aria-label={label}
        aria-valuetext={sentenceOf(stops, index, props)}
        min={0}
        max={Math.max(0, stops.length - 1)}
        step={1}
        value={index < 0 ? Math.max(0, stops.length - 1) : index}
        onChange={(event) => setPointKey(stops[event.currentTarget.valueAsNumber]?.key ?? null)}
        onFocus={() => setPointKey((key) => key ?? stops.at(-1)?.key ?? null)}
        onBlur={() => setPointKey(null)}
        onPointerMove={(event) => setPointKey(stopUnder(event)?.key ?? null)}
        onPointerLeave={() => setPointKey(null)}
        // Points are not evenly spaced in time, so a press must not move the slider; it only selects.
        onMouseDown={(event) => event.preventDefault()}
        onClick={(event) => choose(stopUnder(event))}
        onKeyDown={(event) => {
          if (event.key === 'Enter') choose(stop);
        }}
      />
      {stop ? (
        <Glide anchor={anchor} pixelsPerMs={pixelsPerMs}>
          <PointTooltip {...{ stop, history, plot, phases, format, size, failureText }} />
        </Glide>
      ) : null}
    </>
  );
}

/** Without a value, the scale has no meaning and no labels. */
const noLabel = () => '';

function sentenceOf(
  stops: ReturnType<typeof stopsOf>,
  index: number,
  { history, format, failureText }: Pick<LatencyChartProps, 'history' | 'format' | 'failureText'>,
): string {
  const stop = stops[index] ?? stops.at(-1);
  return stop ? stopSentence(stop, history, { format, failureText, now: Date.now() }) : say('chart.noChecks');
}

/**
 * A chart over time: the value axis, the part that moves behind its window, the crosshair that all charts of a page
 * share, and pointer and key handling. The caller draws the content.
 */
import { useMemo, useState, type ReactNode } from 'react';
import type { EpochMs, Ms } from '../../../contract/model/units.ts';
import type { TimeSpan } from '../../../shared/time-view.ts';
import { say } from '../../texts.ts';
import { ChartControls } from './chart-controls.tsx';
import { ChartFrame } from './chart-frame.tsx';
import { ChartLoading } from './chart-loading.tsx';
import { Crosshair, Rings } from './cursor.tsx';
import { plotOf, widened, xOf, type Plot, type Seen, type Size } from '../scale/geometry.ts';
import { LEAD_MS } from './glide.tsx';
import type { Scale } from '../scale/scale.ts';
import { indexOfPointed, type ChartStop } from '../data/stops.ts';
import { TimeAxis } from './time-axis.tsx';
import css from './time-chart.module.css';
import { TimeLayer } from './time-layer.tsx';
import type { Selection } from './use-gestures.ts';
import type { Viewport } from './viewport.ts';

/** The time that a chart shows; the same for all charts of a page. */
export interface ChartTime {
  readonly viewport: Viewport;
  readonly span: TimeSpan;
  /** About the present time: ongoing states end here. */
  readonly now: EpochMs;
  /** The right end is now, and the chart moves by itself. */
  readonly moves: boolean;
  /** Returns to the previous view. */
  readonly onBack: () => void;
}

export interface Drawing {
  /** The plot, with positions from the left edge of the drawing. It is wider than the window. */
  readonly plot: Plot;
  /** Ongoing states are drawn up to this time. */
  readonly until: EpochMs;
  readonly seen: Seen;
}

export interface TimeChartProps<S extends ChartStop> {
  readonly time: ChartTime;
  /** In pixels. The same while loading and when empty. */
  readonly size: Size;
  readonly scale: Scale;
  readonly tick: (value: number, scale: Scale) => string;
  readonly threshold?: number | null;
  readonly lines?: boolean;
  /** What the chart shows, for screen readers. */
  readonly label: string;
  /** Where the pointer and the arrow keys stop, in order. Null: not loaded yet. */
  readonly stops: readonly S[] | null;
  /** The stop for a click at a time, if one is within reach. Always the same function. */
  readonly stopAt: (stops: readonly S[], at: EpochMs, reach: Ms) => S | undefined;
  /** Draws the moving part as SVG. The same function as long as its data is the same. */
  readonly draw: (drawing: Drawing) => ReactNode;
  /** The height of a stop's dot; undefined: it has none. */
  readonly heightOf?: (stop: S, plot: Plot) => number | undefined;
  /** The check whose details are shown beside the chart; null: none. */
  readonly chosen?: { readonly stop: S; readonly at: EpochMs } | null;
  readonly renderTooltip: (stop: S, plot: Plot) => ReactNode;
  readonly sentence: (stop: S) => string;
  /** A point was clicked (`y`: pixels from the top of the chart), or Enter was pressed on it (`y` is null). */
  readonly onChoose?: ((stop: S, y: number | null) => void) | undefined;
  /** Shown over the plot. */
  readonly note?: ReactNode;
}

/** Pixels that the ring around the chosen check may reach beyond the plot. */
const RING = 8;
/** How far from the marked point its replacement may be after zooming, in pixels. */
const POINT_REACH = 20;
/** How far a chart is drawn beyond each end, as a share of its width, so that panning shows something at once. */
const OVERHANG = 0.25;

export function TimeChart<S extends ChartStop>(props: TimeChartProps<S>) {
  const { stops, size, label } = props;
  return (
    <div className={css.chart} style={{ height: size.height }}>
      {stops === null || size.width === 0 ? (
        <ChartLoading label={label} size={size} />
      ) : (
        <LoadedChart {...props} stops={stops} />
      )}
    </div>
  );
}

function LoadedChart<S extends ChartStop>(props: TimeChartProps<S> & { readonly stops: readonly S[] }) {
  const { time, size, scale, label, stops, stopAt, renderTooltip, sentence, onChoose, note } = props;
  const { from, to } = time.span;
  // The stop, not its index, because the points move while the marked one stays the same.
  const [pointed, setPointed] = useState<ChartStop | null>(null);
  const [selection, setSelection] = useState<Selection | null>(null);
  const plot = useMemo(() => plotOf(size, { from, to }, scale), [size, from, to, scale]);
  const index = indexOfPointed(stops, pointed, (POINT_REACH / Math.max(1, plot.width)) * (to - from));
  const stop = stops[index];
  return (
    <>
      <Picture {...props} plot={plot} stop={stop ?? null} selection={selection} />
      {stops.length === 0 ? <p className={css.empty}>{say('chart.noChecks')}</p> : null}
      {note}
      <ChartControls
        time={time}
        plot={plot}
        label={label}
        stops={stops}
        index={index}
        sentence={sentence}
        stopAt={stopAt}
        onPoint={setPointed}
        onSelect={setSelection}
        onChoose={onChoose}
      />
      {stop === undefined || selection !== null ? null : renderTooltip(stop, plot)}
    </>
  );
}

interface PictureProps<S extends ChartStop> extends Omit<TimeChartProps<S>, 'stops' | 'stopAt'> {
  readonly plot: Plot;
  /** The stop at the pointer or selected by keyboard. */
  readonly stop: S | null;
  readonly selection: Selection | null;
}

/** The visible part of a chart. Screen readers get the controls instead. */
function Picture<S extends ChartStop>(props: PictureProps<S>) {
  const { time, size, scale, tick, threshold = null, lines = true, draw, chosen = null, plot, stop, selection } = props;
  const { heightOf = () => undefined } = props;
  const { viewport, span, now, moves } = time;
  const wide = useMemo(() => widened(plot, OVERHANG), [plot]);
  const overhang = plot.width * OVERHANG;
  const until = moves ? plot.to + LEAD_MS : Math.min(wide.to, now);
  const anchor = moves ? plot.to : null;
  const seen = useMemo(() => ({ left: overhang, right: overhang + plot.width }), [overhang, plot.width]);
  const drawn = useMemo(() => draw({ plot: wide, until, seen }), [draw, wide, until, seen]);
  const ringed = { ...plot, left: RING };
  const placeOf = (one: S | null) => {
    const y = one === null ? undefined : heightOf(one, plot);
    return one === null || y === undefined ? null : { x: xOf(ringed, one.x), y };
  };
  const ring = placeOf(chosen?.stop ?? null);
  return (
    <div aria-hidden>
      <ChartFrame size={size} scale={scale} label={tick} threshold={threshold} lines={lines} />
      <div className={css.window} style={{ left: plot.left, width: plot.width }} data-window>
        <TimeLayer viewport={viewport} drawn={span} width={plot.width} overhang={overhang} anchor={anchor}>
          <TimeAxis plot={wide} seen={seen} moves={moves}>
            {drawn}
          </TimeAxis>
        </TimeLayer>
      </div>
      <div className={css.window} style={{ left: plot.left - RING, width: plot.width + 2 * RING }}>
        <TimeLayer viewport={viewport} drawn={span} width={plot.width} overhang={0} anchor={anchor}>
          <Rings
            stop={placeOf(stop)}
            chosen={ring === null || chosen === null ? null : { ...ring, at: chosen.at }}
            plot={ringed}
          />
        </TimeLayer>
      </div>
      <Crosshair viewport={viewport} width={plot.width} height={plot.height} />
      {selection === null ? null : (
        <div
          className={css.selection}
          style={{
            left: selection.left,
            width: selection.right - selection.left,
            top: plot.top,
            height: plot.height,
          }}
        />
      )}
    </div>
  );
}

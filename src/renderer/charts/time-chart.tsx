/**
 * A chart over time: the value axis, what moves behind its window, the crosshair that all charts of a page share, and the
 * pointer and the keys. What is drawn, the caller says.
 */
import { useMemo, useRef, useState, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';
import type { EpochMs } from '../../contract/model/units.ts';
import type { TimeSpan } from '../../shared/time-view.ts';
import { Skeleton } from '../components/spinner.tsx';
import { say } from '../texts.ts';
import { ChartFrame } from './chart-frame.tsx';
import { Crosshair, Rings } from './cursor.tsx';
import { INSET, plotOf, timeOf, widened, xOf, type Plot, type Size } from './geometry.ts';
import { LEAD_MS } from './glide.tsx';
import type { Scale } from './scale.ts';
import { stopAt, type Stop } from './stops.ts';
import { TimeAxis } from './time-axis.tsx';
import css from './time-chart.module.css';
import { TimeLayer } from './time-layer.tsx';
import { useGestures } from './use-gestures.ts';
import { panned, zoomed } from './viewport-math.ts';
import type { Viewport } from './viewport.ts';

/** What a chart is drawn for; the same for all charts of a page. */
export interface ChartTime {
  readonly viewport: Viewport;
  readonly span: TimeSpan;
  /** About the present time: nothing goes on beyond it. */
  readonly now: EpochMs;
  /** The right end is now, and the chart moves by itself. */
  readonly moves: boolean;
  /** Returns to the view before. */
  readonly onBack: () => void;
}

export interface Drawing {
  /** From the left edge of the drawing, and wider than the window. */
  readonly plot: Plot;
  /** What goes on is drawn up to this time. */
  readonly until: EpochMs;
  /** The part of the drawing that the window shows, in pixels. */
  readonly seen: { readonly left: number; readonly right: number };
}

export interface TimeChartProps {
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
  readonly stops: readonly Stop[] | null;
  /** Draws the moving part as SVG. A stable function while its data is the same. */
  readonly draw: (drawing: Drawing) => ReactNode;
  /** The height of a stop's dot; undefined: it has none. */
  readonly heightOf?: (stop: Stop, plot: Plot) => number | undefined;
  /** The check whose details are shown beside the chart; null: none. */
  readonly chosen?: Stop | null;
  readonly renderTooltip: (stop: Stop, plot: Plot) => ReactNode;
  readonly sentence: (stop: Stop) => string;
  /** A point was clicked, or Enter was pressed on it. */
  readonly onChoose?: ((stop: Stop) => void) | undefined;
  /** Shown over the plot. */
  readonly note?: ReactNode;
}

/** How far the pointer may be from a point to select it, in pixels. */
const REACH = 40;
/** Pixels that the ring around the chosen check may reach beyond the plot. */
const RING = 8;
/** How much of its width a chart is drawn beyond each end, so that there is something to pan to. */
const OVERHANG = 0.25;
/** How much a key zooms, and what share of the span it pans. */
const KEY_ZOOM = 0.6;
const KEY_PAN = 0.2;

export function TimeChart(props: TimeChartProps) {
  const { stops, size, label } = props;
  return (
    <div className={css.chart} style={{ height: size.height }}>
      {stops === null || size.width === 0 ? (
        <output className={css.loading} aria-label={`${label}, loading`}>
          <Skeleton width="100%" height={Math.max(0, size.height - INSET.top - INSET.bottom)} />
        </output>
      ) : (
        <LoadedChart {...props} stops={stops} />
      )}
    </div>
  );
}

function LoadedChart(props: TimeChartProps & { readonly stops: readonly Stop[] }) {
  const { time, size, scale, tick, threshold = null, lines = true, label, stops, draw, chosen = null } = props;
  const { heightOf = () => undefined, renderTooltip, sentence, onChoose, note } = props;
  const { viewport, span, now, moves, onBack } = time;
  const { from, to } = span;
  // The key, not the index, because the points move while the chosen one stays the same.
  const [pointKey, setPointKey] = useState<string | null>(null);
  const [selection, setSelection] = useState<{ readonly left: number; readonly right: number } | null>(null);
  const overlay = useRef<HTMLInputElement>(null);
  const gestures = useGestures({ viewport, overlay, onSelect: setSelection, enabled: true });

  const plot = useMemo(() => plotOf(size, { from, to }, scale), [size, from, to, scale]);
  const wide = useMemo(() => widened(plot, OVERHANG), [plot]);
  const overhang = plot.width * OVERHANG;
  const until = moves ? to + LEAD_MS : Math.min(wide.to, now);
  const anchor = moves ? to : null;
  const seen = useMemo(() => ({ left: overhang, right: overhang + plot.width }), [overhang, plot.width]);
  const drawn = useMemo(() => draw({ plot: wide, until, seen }), [draw, wide, until, seen]);

  const index = pointKey === null ? -1 : stops.findIndex((stop) => stop.key === pointKey);
  const stop = stops[index];
  const spoken = useMemo(() => stopText(stops, index, sentence), [stops, index, sentence]);
  const ringed = { ...plot, left: RING };
  const placeOf = (one: Stop | null | undefined) => {
    const y = one === null || one === undefined ? undefined : heightOf(one, plot);
    return one === null || one === undefined || y === undefined ? null : { x: xOf(ringed, one.x), y };
  };
  const ring = placeOf(chosen);

  const timeUnder = (event: MouseEvent<HTMLElement>) => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
    const { span: seen } = viewport;
    return timeOf({ ...plot, ...seen }, x);
  };
  const stopUnder = (event: MouseEvent<HTMLElement>) =>
    stopAt(stops, timeUnder(event), (REACH / plot.width) * (to - from));
  const point = (next: Stop | null | undefined) => {
    setPointKey(next?.key ?? null);
    viewport.pointTo(next?.x ?? null);
  };
  const choose = (one: Stop | undefined) => {
    if (one !== undefined) onChoose?.(one);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const act = keyAction(event, viewport, stop?.x);
    if (event.key === 'Enter') choose(stop);
    if (act === null) return;
    event.preventDefault();
    viewport.move(act);
    viewport.settle();
  };

  return (
    <>
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
              chosen={ring === null || chosen === null || chosen.row === null ? null : { ...ring, at: chosen.row.at }}
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
      {stops.length === 0 ? <p className={css.empty}>{say('chart.noChecks')}</p> : null}
      {note}
      {/* A slider over the points: what the chart is for someone who cannot see it, and what the arrow keys do. */}
      <input
        ref={overlay}
        type="range"
        className={css.overlay}
        // Not disabled, because a chart without points can be zoomed and panned, too.
        aria-disabled={stops.length === 0}
        aria-label={label}
        aria-valuetext={spoken}
        min={0}
        max={Math.max(0, stops.length - 1)}
        step={1}
        value={index < 0 ? Math.max(0, stops.length - 1) : index}
        onChange={(event) => point(stops[event.currentTarget.valueAsNumber])}
        onFocus={() => point(stop ?? stops.at(-1))}
        onBlur={() => point(null)}
        onPointerDown={gestures.onPointerDown}
        onPointerUp={gestures.onPointerUp}
        onPointerCancel={gestures.onPointerCancel}
        onPointerMove={(event) => {
          gestures.onPointerMove(event);
          setPointKey(stopUnder(event)?.key ?? null);
          viewport.pointTo(timeUnder(event));
        }}
        onPointerLeave={() => point(null)}
        // Points are not evenly spaced in time, so a press must not move the slider; it only selects.
        onMouseDown={(event) => event.preventDefault()}
        onClick={(event) => {
          if (!gestures.wasDragged()) choose(stopUnder(event));
        }}
        onDoubleClick={onBack}
        onKeyDown={onKeyDown}
      />
      <div
        className={css.axisGrip}
        aria-hidden
        {...{
          onPointerDown: gestures.onPointerDown,
          onPointerUp: gestures.onPointerUp,
          onPointerCancel: gestures.onPointerCancel,
          onPointerMove: gestures.onPointerMove,
        }}
        onDoubleClick={onBack}
      />
      {stop === undefined || selection !== null ? null : renderTooltip(stop, plot)}
    </>
  );
}

/** `+` and `-` zoom around the point, Shift with an arrow key pans; null: the key does neither. */
function keyAction(event: KeyboardEvent, viewport: Viewport, at: EpochMs | undefined): TimeSpan | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const { span } = viewport;
  const around = at ?? (span.from + span.to) / 2;
  if (event.key === '+' || event.key === '=') return zoomed(span, around, KEY_ZOOM);
  if (event.key === '-') return zoomed(span, around, 1 / KEY_ZOOM);
  if (event.shiftKey && event.key === 'ArrowLeft') return panned(span, -KEY_PAN * (span.to - span.from));
  if (event.shiftKey && event.key === 'ArrowRight') return panned(span, KEY_PAN * (span.to - span.from));
  return null;
}

function stopText(stops: readonly Stop[], index: number, sentence: (stop: Stop) => string): string {
  const stop = stops[index] ?? stops.at(-1);
  return stop === undefined ? say('chart.noChecks') : sentence(stop);
}

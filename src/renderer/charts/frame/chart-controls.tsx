import { useMemo, useRef, type KeyboardEvent, type MouseEvent } from 'react';
import type { EpochMs, Ms } from '../../../contract/model/units.ts';
import type { TimeSpan } from '../../../shared/time-view.ts';
import { say } from '../../texts.ts';
import { timeOf, type Plot } from '../scale/geometry.ts';
import type { ChartStop } from '../data/stops.ts';
import type { ChartTime } from './time-chart.tsx';
import css from './time-chart.module.css';
import { useGestures, type Selection } from './use-gestures.ts';
import { panned, zoomed } from './viewport-math.ts';
import type { Viewport } from './viewport.ts';

export interface ChartControlsProps<S extends ChartStop> {
  readonly time: ChartTime;
  readonly plot: Plot;
  /** What the chart shows, for screen readers. */
  readonly label: string;
  /** Where the pointer and the arrow keys stop, in order. */
  readonly stops: readonly S[];
  /** The index of the stop that is pointed at; -1: none. */
  readonly index: number;
  readonly sentence: (stop: S) => string;
  /** The stop for a click at a time, if one is within reach. */
  readonly stopAt: (stops: readonly S[], at: EpochMs, reach: Ms) => S | undefined;
  /** Another stop is pointed at; null: none. */
  readonly onPoint: (stop: ChartStop | null) => void;
  /** Shows the part that is being dragged over; null: none. */
  readonly onSelect: (selection: Selection | null) => void;
  /** A point was clicked (`y`: pixels from the top of the chart), or Enter was pressed on it (`y` is null). */
  readonly onChoose: ((stop: S, y: number | null) => void) | undefined;
}

/** How far the pointer may be from a point to select it, in pixels. */
const REACH = 40;
/** How much a key zooms, and what share of the span it pans. */
const KEY_ZOOM = 0.6;
const KEY_PAN = 0.2;

/**
 * The invisible elements over a chart that receive pointer and key events: a slider over its points, and a grip on its
 * time axis. For a person who cannot see the chart, the slider is the chart.
 */
export function ChartControls<S extends ChartStop>(props: ChartControlsProps<S>) {
  const { time, plot, label, stops, index, sentence, stopAt, onPoint, onSelect, onChoose } = props;
  const { viewport, onBack } = time;
  const overlay = useRef<HTMLInputElement>(null);
  const { handlers, wasDragged } = useGestures({ viewport, overlay, onSelect });
  const stop = stops[index];
  const spoken = useMemo(() => stopText(stops, index, sentence), [stops, index, sentence]);

  const timeUnder = (event: MouseEvent<HTMLElement>) => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
    return timeOf({ ...plot, ...viewport.span }, x);
  };
  const stopNear = (at: EpochMs) => stopAt(stops, at, (REACH / plot.width) * (plot.to - plot.from));
  const point = (next: S | undefined, at: EpochMs | null = next?.x ?? null) => {
    onPoint(next ?? null);
    viewport.pointTo(at);
  };
  const choose = (one: S | undefined, y: number | null) => {
    if (one !== undefined) onChoose?.(one, y);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const act = keyAction(event, viewport, stop?.x);
    if (event.key === 'Enter') choose(stop, null);
    if (act === null) return;
    event.preventDefault();
    viewport.move(act);
    viewport.settle();
  };

  return (
    <>
      <input
        ref={overlay}
        type="range"
        className={css.overlay}
        // Not disabled, because a chart without points can still be zoomed and panned.
        aria-disabled={stops.length === 0}
        aria-label={label}
        aria-valuetext={spoken}
        min={0}
        max={Math.max(0, stops.length - 1)}
        step={1}
        value={index < 0 ? Math.max(0, stops.length - 1) : index}
        onChange={(event) => point(stops[event.currentTarget.valueAsNumber])}
        onFocus={() => point(stop ?? stops.at(-1))}
        onBlur={() => point(undefined)}
        {...handlers}
        onPointerMove={(event) => {
          handlers.onPointerMove(event);
          const at = timeUnder(event);
          point(stopNear(at), at);
        }}
        onPointerUp={(event) => {
          handlers.onPointerUp(event);
          // Another time is under the pointer now.
          if (wasDragged()) point(undefined);
        }}
        onPointerLeave={() => point(undefined)}
        // Points are not evenly spaced in time, so a press must not move the slider; it only selects.
        onMouseDown={(event) => event.preventDefault()}
        onClick={(event) => {
          if (wasDragged()) return;
          const y = event.clientY - event.currentTarget.getBoundingClientRect().top;
          choose(stopNear(timeUnder(event)), y);
        }}
        onDoubleClick={onBack}
        onKeyDown={onKeyDown}
      />
      <div className={css.axisGrip} aria-hidden {...handlers} onDoubleClick={onBack} />
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

function stopText<S extends ChartStop>(stops: readonly S[], index: number, sentence: (stop: S) => string): string {
  const stop = stops[index] ?? stops.at(-1);
  return stop === undefined ? say('chart.noChecks') : sentence(stop);
}

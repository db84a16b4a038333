import { useCallback, useLayoutEffect, useRef } from 'react';
import { INSET, xOf, type Plot } from '../scale/geometry.ts';
import css from './time-chart.module.css';
import type { Viewport } from './viewport.ts';

export interface CrosshairProps {
  readonly viewport: Viewport;
  readonly width: number;
  readonly height: number;
}

/** A line at the time under the pointer, in all charts of the page at once and without React. */
export function Crosshair({ viewport, width, height }: CrosshairProps) {
  const ref = useRef<HTMLDivElement>(null);
  const place = useCallback(() => {
    const element = ref.current;
    if (element === null) return;
    const { pointerAt, span } = viewport;
    const share = pointerAt === null ? -1 : (pointerAt - span.from) / (span.to - span.from);
    element.hidden = share < 0 || share > 1;
    element.style.transform = `translateX(${INSET.left + share * width}px)`;
  }, [viewport, width]);
  useLayoutEffect(() => {
    place();
    const stops = [viewport.onPointer(place), viewport.onFrame(place)];
    return () => {
      for (const stop of stops) stop();
    };
  }, [viewport, place]);
  return <div ref={ref} className={css.crosshair} style={{ top: INSET.top, height }} hidden />;
}

export interface RingsProps {
  /** In pixels; the dot at the point of the pointer or the keys. */
  readonly stop: { readonly x: number; readonly y: number } | null;
  /** The ring around the check whose details are shown. */
  readonly chosen: { readonly x: number; readonly y: number; readonly at: number } | null;
  readonly plot: Plot;
}

export function Rings({ stop, chosen, plot }: RingsProps) {
  return (
    <svg className={css.cursor} data-cursor width={xOf(plot, plot.to)} height={plot.top + plot.height}>
      {chosen === null ? null : (
        <g className={css.chosen} data-chosen={chosen.at}>
          <line x1={chosen.x} x2={chosen.x} y1={plot.top} y2={plot.top + plot.height} />
          <circle cx={chosen.x} cy={chosen.y} r={4.5} />
        </g>
      )}
      {stop === null ? null : <circle cx={stop.x} cy={stop.y} r={3.5} />}
    </svg>
  );
}

import { useCallback, useLayoutEffect, useRef, type ReactNode } from 'react';
import type { EpochMs } from '../../../contract/model/units.ts';
import type { TimeSpan } from '../../../shared/time-view.ts';
import { Glide } from './glide.tsx';
import css from './time-layer.module.css';
import type { Viewport } from './viewport.ts';

export interface TimeLayerProps {
  readonly viewport: Viewport;
  /** The span for which the content is drawn over the width of the window. */
  readonly drawn: TimeSpan;
  readonly width: number;
  /** How many pixels to the left of the window the content begins. */
  readonly overhang: number;
  /**
   * If the content moves with time: the time at which it is at its normal position. Null: it does not move by itself.
   */
  readonly anchor: EpochMs | null;
  readonly children: ReactNode;
}

/**
 * Content over time. During a gesture a transform moves and stretches it, in each frame and without React, until it is
 * drawn again.
 */
export function TimeLayer({ viewport, drawn, width, overhang, anchor, children }: TimeLayerProps) {
  const ref = useRef<HTMLDivElement>(null);
  const { from, to } = drawn;
  const place = useCallback(() => {
    const element = ref.current;
    if (element === null) return;
    const { moving } = viewport;
    if (moving === null) {
      element.style.transform = '';
      return;
    }
    const stretch = (to - from) / (moving.to - moving.from);
    const shift = ((from - moving.from) / (moving.to - moving.from)) * width;
    element.style.transform = `translateX(${shift}px) scaleX(${stretch})`;
  }, [viewport, from, to, width]);
  useLayoutEffect(() => {
    place();
    return viewport.onFrame(place);
  }, [viewport, place]);
  return (
    <div ref={ref} className={css.layer}>
      <Glide anchor={anchor} pixelsPerMs={width / Math.max(1, to - from)}>
        <div className={css.content} style={{ left: -overhang }}>
          {children}
        </div>
      </Glide>
    </div>
  );
}

import { useCallback, useLayoutEffect, useRef, useState, useSyncExternalStore, type ReactNode } from 'react';
import type { EpochMs, Ms } from '../../../contract/model/units.ts';
import css from './glide.module.css';

/** How far beyond now a live chart is drawn, in milliseconds. It is redrawn well before that. */
export const LEAD_MS: Ms = 20_000;

export interface GlideProps {
  /**
   * The time at which the content is at its normal position. After that it moves to the left. Null: it does not move.
   */
  readonly anchor: EpochMs | null;
  readonly pixelsPerMs: number;
  readonly children: ReactNode;
}

/**
 * Moves its content to the left as time passes. The browser's compositor does this, without work for React or the main
 * thread.
 */
export function Glide({ anchor, pixelsPerMs, children }: GlideProps) {
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null || anchor === null) return;
    const animation = element.animate(
      [{ transform: 'translateX(0)' }, { transform: `translateX(${-pixelsPerMs * LEAD_MS}px)` }],
      { duration: LEAD_MS, fill: 'both' },
    );
    animation.currentTime = Date.now() - anchor;
    // Rejects when the animation is canceled, and every animation is.
    animation.finished.catch(() => undefined);
    return () => animation.cancel();
  }, [anchor, pixelsPerMs]);
  return (
    <div ref={ref} className={css.glide}>
      {children}
    </div>
  );
}

/** Whether the system is set to reduce motion. */
export function useReducedMotion(): boolean {
  const [list] = useState(() => matchMedia('(prefers-reduced-motion: reduce)'));
  const subscribe = useCallback(
    (listener: () => void) => {
      list.addEventListener('change', listener);
      return () => list.removeEventListener('change', listener);
    },
    [list],
  );
  return useSyncExternalStore(subscribe, () => list.matches);
}

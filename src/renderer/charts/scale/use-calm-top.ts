/** Value axes that change as seldom as possible: drawing one takes longer than drawing a line. */
import { useState } from 'react';
import { isSameScale, type Scale } from './scale.ts';

/** A scale shrinks only if less than this share of it is used. */
const USED = 0.45;

/**
 * The top of a value axis that does not change with every check: it grows if necessary, and shrinks only if much of it is
 * empty.
 */
export function calmTop(before: number, wanted: number): number {
  return wanted > before || wanted < before * USED ? wanted : before;
}

/** Keeps the top between the renders of a component. Use the axis's subject as the component's key. */
export function useCalmTop(wanted: number): number {
  const [top, setTop] = useState(wanted);
  const next = calmTop(top, wanted);
  if (next !== top) setTop(next);
  return next;
}

/** The scale, as the same object as long as its ticks are the same. */
export function useSameScale(scale: Scale): Scale {
  const [kept, setKept] = useState(scale);
  if (isSameScale(kept, scale)) return kept;
  setKept(scale);
  return scale;
}

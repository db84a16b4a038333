import { useState } from 'react';

/** A scale is made smaller only when less than this share of it is used. */
const USED = 0.45;

/**
 * The top of a value axis that does not change with every check: it grows when it has to, and shrinks only when much of it
 * is empty.
 */
export function calmTop(before: number, wanted: number): number {
  return wanted > before || wanted < before * USED ? wanted : before;
}

/** The calm top over the renders of a component. Give the component a key that says what its axis is of. */
export function useCalmTop(wanted: number): number {
  const [top, setTop] = useState(wanted);
  const next = calmTop(top, wanted);
  if (next !== top) setTop(next);
  return next;
}

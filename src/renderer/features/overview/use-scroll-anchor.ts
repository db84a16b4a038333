/** Keeps the visible rows at their places on the screen when rows above them are added or removed. */
import { useLayoutEffect, useRef, type RefObject } from 'react';
import type { ListRow } from './list-rows.ts';
import { listScroll } from './list-state.ts';
import type { Layout } from './virtual-sections.ts';

/** The rows and their positions. */
export interface LaidOut {
  readonly rows: readonly ListRow[];
  readonly layout: Layout;
}

/**
 * @param view the chosen filters, order and collapsed groups, compared by identity: after a change, the scroll position
 *   stays
 */
export function useScrollAnchor(
  { rows, layout }: LaidOut,
  scroller: RefObject<HTMLElement | null>,
  view: unknown,
): void {
  const before = useRef<(LaidOut & { readonly view: unknown }) | null>(null);
  useLayoutEffect(() => {
    const previous = before.current;
    before.current = { rows, layout, view };
    const element = scroller.current;
    if (element === null || previous === null || previous.rows === rows || previous.view !== view) return;
    // Not the element's own value, which has already changed if the list became shorter.
    const { top } = listScroll;
    const shift = shiftOfRows(previous, { rows, layout }, top);
    if (shift === 0) return;
    element.scrollTo({ top: top + shift, behavior: 'instant' });
    listScroll.top = element.scrollTop;
  }, [rows, layout, scroller, view]);
}

/**
 * How far the first visible row moved, in pixels, because rows above it were added or removed. 0 at the top of the
 * list, where new rows should be visible, and when rows changed their order.
 * @param top how far the list is scrolled, in pixels
 */
export function shiftOfRows(before: LaidOut, after: LaidOut, top: number): number {
  if (top <= 0) return 0;
  const indexes = new Map(before.rows.map((row, index) => [row.key, index]));
  let last = -1;
  let anchor: { readonly was: number; readonly is: number } | null = null;
  for (const [is, { key, type }] of after.rows.entries()) {
    const was = indexes.get(key);
    if (was === undefined) continue;
    if (was < last) return 0;
    last = was;
    const end = before.layout.tops[was + 1] ?? before.layout.height;
    if (anchor === null && type === 'endpoint' && end > top) anchor = { was, is };
  }
  if (anchor === null) return 0;
  return (after.layout.tops[anchor.is] ?? 0) - (before.layout.tops[anchor.was] ?? 0);
}

/** Determines which rows of the list are rendered, in their sections. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, type RefObject } from 'react';
import type { ListRow } from './list-rows.ts';
import { listScroll } from './list-state.ts';

/** Pixels. */
export const HEADER_HEIGHT = 30;
export const ROW_HEIGHTS = {
  comfortable: { row: 46, group: 34 },
  compact: { row: 30, group: 28 },
} as const;
export type RowHeights = (typeof ROW_HEIGHTS)[keyof typeof ROW_HEIGHTS];

/** A row that is rendered. */
export interface PlacedRow {
  readonly row: ListRow;
  /** The index in the list, from 0. */
  readonly index: number;
  /** Pixels from the top of its section. */
  readonly top: number;
}

/** A group with its header, or all rows of a list without groups. */
export interface PlacedSection {
  readonly key: string;
  readonly top: number;
  readonly height: number;
  readonly header: PlacedRow | null;
  readonly rows: readonly PlacedRow[];
}

export function useVirtualSections(
  rows: readonly ListRow[],
  heights: RowHeights,
  scroller: RefObject<HTMLDivElement | null>,
) {
  const layout = useMemo(() => layOut(rows, heights), [rows, heights]);
  const grouped = rows[0]?.type === 'group';
  // The lint rule is for React Compiler, which this page does not use.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => heights[rows[index]?.type === 'group' ? 'group' : 'row'],
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 6,
    scrollMargin: HEADER_HEIGHT,
    // A row must not end up under the sticky headers when it is scrolled into view.
    scrollPaddingStart: HEADER_HEIGHT + (grouped ? heights.group : 0),
    initialOffset: listScroll.top,
    // Rendering after a scroll event may wait for the next frame; a synchronous flush makes scrolling stutter.
    useFlushSync: false,
  });
  // Sizes are remembered by index, so they are wrong after a change of the order.
  useEffect(() => virtual.measure(), [virtual, rows, heights]);
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? -1;
  const sections = useMemo(() => placeRows(rows, layout, first, last), [rows, layout, first, last]);
  return { virtual, layout, sections };
}

export interface Layout {
  /** Pixels from the top of the body, by row. */
  readonly tops: readonly number[];
  readonly height: number;
  /** The indexes at which sections begin. */
  readonly starts: readonly number[];
}

export function layOut(rows: readonly ListRow[], heights: RowHeights): Layout {
  const tops: number[] = [];
  const starts: number[] = [];
  let height = 0;
  rows.forEach((row, index) => {
    if (row.type === 'group' || index === 0) starts.push(index);
    tops.push(height);
    height += row.type === 'group' ? heights.group : heights.row;
  });
  return { tops, height, starts };
}

/**
 * @param first the first visible row, and `last` the last one, with some rows around them @returns the visible
 *   sections, each with its header even if the header itself has scrolled away
 */
export function placeRows(
  rows: readonly ListRow[],
  { tops, height, starts }: Layout,
  first: number,
  last: number,
): readonly PlacedSection[] {
  const sections: PlacedSection[] = [];
  starts.forEach((start, position) => {
    const end = starts[position + 1] ?? rows.length;
    const opening = rows[start];
    if (end <= first || start > last || opening === undefined) return;
    const top = tops[start] ?? 0;
    const place = (index: number): PlacedRow[] => {
      const row = rows[index];
      return row === undefined ? [] : [{ row, index, top: (tops[index] ?? 0) - top }];
    };
    const [header = null] = opening.type === 'group' ? place(start) : [];
    const from = Math.max(first, header === null ? start : start + 1);
    const placed = Array.from({ length: Math.max(0, Math.min(last + 1, end) - from) }, (_, n) => place(from + n));
    sections.push({
      key: opening.type === 'group' ? opening.key : 'all',
      top,
      height: (tops[end] ?? height) - top,
      header,
      rows: placed.flat(),
    });
  });
  return sections;
}

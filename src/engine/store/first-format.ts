/**
 * The format of results and rollups before kinds named their phases: five phases at fixed places, and a bit mask that
 * says which of them exist. It is only read, never written. Reading stays supported, because rollups last for years.
 */
import type { ByteReader } from './bytes.ts';
import { internLayout, type Layout } from './layout.ts';

/** In the order of their bits. */
export const FIRST_PHASES: readonly string[] = ['dns', 'connect', 'tls', 'wait', 'transfer'];

/** One layout per mask. */
const layouts = new Map<number, Layout>();

/** The layout of the phases whose bits are set. */
export function firstLayout(mask: number): Layout {
  let layout = layouts.get(mask);
  if (layout === undefined) {
    const phases = FIRST_PHASES.filter((_, bit) => mask & (1 << bit));
    layout = internLayout({ phases, metrics: [], charted: [] });
    layouts.set(mask, layout);
  }
  return layout;
}

/** Reads the phases of a result in whole microseconds: a mask, then a number for each bit that is set. */
export function readFirstPhases(reader: ByteReader): { readonly layout: Layout; readonly phases: readonly number[] } {
  const layout = firstLayout(reader.uint() % (1 << FIRST_PHASES.length));
  return { layout, phases: layout.phases.map(() => reader.uint()) };
}

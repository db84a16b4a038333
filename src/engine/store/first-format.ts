/**
 * How results and rollups were stored before kinds named their phases: five phases at fixed places, of which a mask of bits
 * says which there are. Read for good, for rollups last for years; never written.
 */
import type { ByteReader } from './bytes.ts';
import { internLayout, type Layout } from './layout.ts';

/** In the order of their bits. */
export const FIRST_PHASES: readonly string[] = ['dns', 'connect', 'tls', 'wait', 'transfer'];

/** A layout for each mask. */
const layouts = new Map<number, Layout>();

/** What the phases are called whose bits are set. */
export function firstLayout(mask: number): Layout {
  let layout = layouts.get(mask);
  if (layout === undefined) {
    const phases = FIRST_PHASES.filter((_, bit) => mask & (1 << bit));
    layout = internLayout({ phases, metrics: [], charted: [] });
    layouts.set(mask, layout);
  }
  return layout;
}

/** The phases of a result, in whole microseconds: a mask, and a number for each bit that is set. */
export function readFirstPhases(reader: ByteReader): { readonly layout: Layout; readonly phases: readonly number[] } {
  const layout = firstLayout(reader.uint() % (1 << FIRST_PHASES.length));
  return { layout, phases: layout.phases.map(() => reader.uint()) };
}

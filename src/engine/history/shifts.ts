/** What else changed in a span: the measures of all endpoints, ranked by how much they differ from the time before. */
import type { Shift, Shifts } from '../../contract/model/shift.ts';
import type { EndpointId, EpochMs } from '../../contract/model/units.ts';
import { inTimeSlices } from '../base/time-slices.ts';
import type { Store } from '../store/store.ts';
import { shiftsIn } from './compare-spans.ts';

/** How many times as long as the span the time before it is. */
const TIMES_BEFORE = 4;
/** In the whole range: a fifth of them is in the span. */
const POINTS = 250;
export const MAX_SHIFTS = 50;

/**
 * The store reads one endpoint after the other, in its own thread; the rest is done in time slices.
 * @param signal ends the work, such as when the engine stops
 */
export async function findShifts(
  { from, to }: { readonly from: EpochMs; readonly to: EpochMs },
  ids: readonly EndpointId[],
  store: Pick<Store, 'series'>,
  signal?: AbortSignal,
): Promise<Shifts> {
  const since = Math.max(0, from - TIMES_BEFORE * (to - from));
  const found = await inTimeSlices(
    ids,
    async (id) => {
      signal?.throwIfAborted();
      const shifts = shiftsIn(await store.series(id, { from: since, to, points: POINTS }), from);
      return shifts?.map((shift): Shift => ({ id, ...shift })) ?? null;
    },
    signal,
  );
  const compared = found.filter((one) => one !== null);
  const ranked = compared.flat().toSorted((a, b) => b.score - a.score);
  return { from, to, since, compared: compared.length, endpoints: ids.length, shifts: ranked.slice(0, MAX_SHIFTS) };
}

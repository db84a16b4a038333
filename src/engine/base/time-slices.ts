/** Long work on the event loop, in pieces that checks and pages do not wait for. */
import { setImmediate } from 'node:timers/promises';
import type { Ms } from '../../contract/model/units.ts';

/** Long enough that a pause costs nothing beside it, short beside what anybody notices. Milliseconds. */
const SLICE_MS = 10;
/** A loop that is overloaded takes a second to come around; with slices of 10 ms, the work would never end. Milliseconds. */
const MAX_SLICE_MS = 200;

/** How long the next slice may be when all others took so long since the last one: no more than half of the time. */
export function sliceAfter(othersMs: Ms): Ms {
  return Math.min(MAX_SLICE_MS, Math.max(SLICE_MS, othersMs));
}

/**
 * Works through the items one after the other, and lets the loop go on whenever a slice of time has passed, which is longer
 * where the loop takes longer; what asks for exclusion has to see to it that nothing else comes between.
 * @param signal asked after each pause; default: nothing ends the work
 * @returns what `work` gave for each, in order
 * @throws the signal's reason, or at once what `work` throws; the items after it are left
 */
export async function inTimeSlices<Item, Done>(
  items: Iterable<Item>,
  work: (item: Item, index: number) => Done | Promise<Done>,
  signal?: AbortSignal,
): Promise<Done[]> {
  const done: Done[] = [];
  let began = performance.now();
  let slice = sliceAfter(0);
  for (const item of items) {
    done.push(await work(item, done.length));
    const ended = performance.now();
    if (ended - began < slice) continue;
    await setImmediate();
    signal?.throwIfAborted();
    began = performance.now();
    slice = sliceAfter(began - ended);
  }
  return done;
}

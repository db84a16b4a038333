/** Splits long work on the event loop into time slices, so that checks and pages do not wait for it. */
import { setImmediate } from 'node:timers/promises';
import type { Ms } from '../../contract/model/units.ts';

/**
 * The usual slice, in milliseconds: long enough that the pauses cost almost nothing, short enough that nobody notices
 * the wait.
 */
const SLICE_MS = 10;
/**
 * The longest slice, in milliseconds. An overloaded loop may need a second for one turn; with slices of 10 ms, the work
 * would never end.
 */
const MAX_SLICE_MS = 200;

/**
 * Returns the length of the next slice. `othersMs` is how long all other work took since the last slice; this work
 * takes at most half of the time.
 * @param leastMs the slice while nothing else is going on
 */
export function sliceAfter(othersMs: Ms, leastMs: Ms = SLICE_MS): Ms {
  return Math.min(MAX_SLICE_MS, Math.max(leastMs, othersMs));
}

/**
 * Works through the items one after another, and lets the loop run other work after each time slice. Slices are longer
 * when the loop is busy. A caller that needs exclusive access must make sure of it itself.
 * @param signal checked after each pause; default: the work is never aborted
 * @returns what `work` returned for each item, in order
 * @throws the signal's reason, or what `work` throws; later items are skipped
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

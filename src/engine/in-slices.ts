/** Long work on the event loop, in pieces that checks and pages do not wait for. */
import { setImmediate } from 'node:timers/promises';

/** Long enough that a pause costs nothing beside it, short beside what anybody notices. Milliseconds. */
const SLICE_MS = 10;

/**
 * Works through the items one after the other, and lets the loop go on whenever a slice of time has passed; what asks for
 * exclusion has to see to it that nothing else comes between.
 * @param signal asked after each pause; default: nothing ends the work
 * @returns what `work` gave for each, in order
 * @throws the signal's reason, or at once what `work` throws; the items after it are left
 */
export async function inSlices<Item, Done>(
  items: Iterable<Item>,
  work: (item: Item, index: number) => Done | Promise<Done>,
  signal?: AbortSignal,
): Promise<Done[]> {
  const done: Done[] = [];
  let began = performance.now();
  for (const item of items) {
    done.push(await work(item, done.length));
    if (performance.now() - began < SLICE_MS) continue;
    await setImmediate();
    signal?.throwIfAborted();
    began = performance.now();
  }
  return done;
}

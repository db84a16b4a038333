/** Test code: what `killed-writer.ts` writes. */

export const KILLED_IDS: readonly string[] = ['a', 'b', 'c'];
/** The time between two batches, each of which has a result of every endpoint. */
export const KILLED_STEP_MS = 10 * 60_000;

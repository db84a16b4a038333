/** Test code: what `killed-writer.ts` writes. */

export const KILLED_IDS: readonly string[] = ['a', 'b', 'c'];
/** Between the batches, which have a result of each endpoint. */
export const KILLED_STEP_MS = 10 * 60_000;

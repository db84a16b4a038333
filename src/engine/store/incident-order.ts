import type { Incident } from '../../contract/model.ts';

/** The order in which incidents are given: by start, newest first, and by id where that is the same. */
export function newestFirst(a: Incident, b: Incident): number {
  return b.startedAt - a.startedAt || (a.id < b.id ? 1 : -1);
}

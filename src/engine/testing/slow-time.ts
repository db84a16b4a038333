/** Test code for work that lets the loop run other work from time to time. */
import { vi } from 'vitest';

/**
 * Advances the time by `ms` each time it is read, until mocks are restored: work seems to take long, or no time at all.
 */
export function eachClockReadTakes(ms: number): void {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => (now += ms));
}

/** Counts the turns of the loop until the work is done. */
export async function loopTurnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let over = false;
  const turn = (): void => {
    turns++;
    if (!over) setImmediate(turn);
  };
  setImmediate(turn);
  await work();
  over = true;
  return turns;
}

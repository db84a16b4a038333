/** For work that lets the loop go on when it has taken long. */
import { vi } from 'vitest';

/** Time goes on by so much with each look at it: what seems to take long, or no time at all. Until mocks are restored. */
export function eachLookTakes(ms: number): void {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => (now += ms));
}

/** How often the loop goes around until the work is done. */
export async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
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

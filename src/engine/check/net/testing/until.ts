/** The real one, also while a test has fake timers. */
const { setTimeout } = globalThis;

/** After so many turns of the loop in vain, each further turn waits for a millisecond, so that others get the processor. */
const EAGER_TURNS = 50;

/** Waits for a condition, also with fake timers: real sockets need turns of the loop only. */
export async function until(condition: () => boolean): Promise<void> {
  const turns = 20_000;
  for (let turn = 0; turn < turns; turn++) {
    if (condition()) return;
    await new Promise<void>((resolve) => {
      if (turn < EAGER_TURNS) setImmediate(resolve);
      else setTimeout(resolve, 1);
    });
  }
  throw new Error(`The condition did not become true within ${turns} turns: ${condition.toString()}`);
}

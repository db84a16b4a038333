/** The real `setTimeout`, also while a test uses fake timers. */
const { setTimeout } = globalThis;

/**
 * After this many turns of the loop in vain, each further turn waits for a millisecond, so that others get the
 * processor.
 */
const EAGER_TURNS = 50;

/** Waits for a condition, also with fake timers, because real sockets need only turns of the loop. */
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

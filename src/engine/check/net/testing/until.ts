/** Waits for a condition without a clock, so that it works with fake timers: real sockets need turns of the loop only. */
export async function until(condition: () => boolean): Promise<void> {
  const turns = 20_000;
  for (let turn = 0; turn < turns; turn++) {
    if (condition()) return;
    await new Promise((resolve) => void setImmediate(resolve));
  }
  throw new Error(`The condition did not become true within ${turns} turns: ${condition.toString()}`);
}

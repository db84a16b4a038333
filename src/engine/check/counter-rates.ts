/** How fast counters grow, from one check to the next. */

interface Sample {
  readonly at: number;
  readonly value: number;
}

/** The oldest sample is dropped when there are more. */
const MAX_SAMPLES = 5_000;

export class CounterRates {
  readonly #now: () => number;
  /** The last sample of each counter, oldest first. */
  readonly #samples = new Map<string, Sample>();

  /** @param now milliseconds of a clock that never jumps */
  constructor(now = () => performance.now()) {
    this.#now = now;
  }

  /**
   * Adds a value of a counter.
   * @param wrapsAt the value at which the counter starts again at 0; null: a smaller value means that it was reset
   * @returns the growth per second since the previous value; null: there is none, or the counter was reset
   */
  next(key: string, value: number, wrapsAt: number | null = null): number | null {
    const at = this.#now();
    const before = this.#samples.get(key);
    this.#samples.delete(key);
    this.#samples.set(key, { at, value });
    for (const oldest of this.#samples.keys()) {
      if (this.#samples.size <= MAX_SAMPLES) break;
      this.#samples.delete(oldest);
    }
    if (before === undefined || at <= before.at) return null;
    const grown = value >= before.value ? value - before.value : wrapped(value, before.value, wrapsAt);
    return grown === null ? null : grown / ((at - before.at) / 1_000);
  }

  /** Forgets a counter. */
  forget(key: string): void {
    this.#samples.delete(key);
  }

  clear(): void {
    this.#samples.clear();
  }
}

/** A counter that grew by more than half of its range has more likely been reset. */
function wrapped(value: number, before: number, wrapsAt: number | null): number | null {
  if (wrapsAt === null) return null;
  const grown = value + wrapsAt - before;
  return grown < wrapsAt / 2 ? grown : null;
}

/** CPU use of an endpoint's processes from one check to the next. */
import type { RunningProcess } from './running-process.ts';

interface Sample {
  readonly at: number;
  /** CPU time in milliseconds by process: the ID and the start, because IDs are used again. */
  readonly cpuMs: ReadonlyMap<string, number>;
}

/** The oldest sample is dropped when there are more. */
const MAX_SAMPLES = 1_000;

export class CpuUse {
  /** By the searched process, the oldest sample first. */
  readonly #samples = new Map<string, Sample>();

  /**
   * Adds a sample.
   * @param at milliseconds of a clock that never jumps
   * @returns percent of one processor since the sample before, of the processes that are in both; null: there are none
   */
  next(key: string, found: readonly RunningProcess[], at: number): number | null {
    // The start is computed from two clocks and may differ by some milliseconds.
    const cpuMs = new Map(found.map((one) => [`${one.pid} ${Math.round(one.startedAt / 10_000)}`, one.cpuMs]));
    const before = this.#samples.get(key);
    this.#samples.delete(key);
    this.#samples.set(key, { at, cpuMs });
    for (const oldest of this.#samples.keys()) {
      if (this.#samples.size <= MAX_SAMPLES) break;
      this.#samples.delete(oldest);
    }
    if (before === undefined || at <= before.at) return null;
    const both = [...cpuMs].flatMap(([id, ms]) => {
      const earlier = before.cpuMs.get(id);
      return earlier === undefined ? [] : [Math.max(0, ms - earlier)];
    });
    if (both.length === 0) return null;
    return (both.reduce((sum, ms) => sum + ms, 0) / (at - before.at)) * 100;
  }

  clear(): void {
    this.#samples.clear();
  }
}

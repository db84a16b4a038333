/** CPU use from one check to the next: the API gives counters since the start of the container. */
import type { Stats } from './answers.ts';

interface Sample {
  /** Both in nanoseconds: of the container, and of all CPUs of the machine. */
  readonly own: number;
  readonly all: number;
}

/** The oldest sample is dropped when there are more. */
const MAX_SAMPLES = 1_000;

export class CpuUse {
  /** By the container's ID, the oldest sample first. */
  readonly #samples = new Map<string, Sample>();

  /**
   * Adds a sample.
   * @returns percent of one CPU since the sample before, as `docker stats` counts; null: it is the first one
   */
  next(id: string, { cpu_stats: cpu }: Stats): number | null {
    const before = this.#samples.get(id);
    this.#samples.delete(id);
    if (cpu === null || cpu === undefined) return null;
    const sample = { own: cpu.cpu_usage.total_usage, all: cpu.system_cpu_usage };
    this.#samples.set(id, sample);
    for (const oldest of this.#samples.keys()) {
      if (this.#samples.size <= MAX_SAMPLES) break;
      this.#samples.delete(oldest);
    }
    // A restarted container counts from 0 again.
    if (before === undefined || sample.all <= before.all || sample.own < before.own) return null;
    return ((sample.own - before.own) / (sample.all - before.all)) * cpu.online_cpus * 100;
  }

  clear(): void {
    this.#samples.clear();
  }
}

import type { Phases } from '../../../contract/model/check.ts';
import type { Ms } from '../../../contract/model/units.ts';

/**
 * Measures a check and its phases. A phase that is entered again (after a redirect) adds up; one that a failure cut
 * short counts up to the failure. Phases are in the order in which they were first entered.
 */
export class Stopwatch {
  #startedAt = performance.now();
  readonly #spent: Record<string, Ms> = {};
  #phase: string | undefined;
  #since = 0;
  #pausedAt: number | undefined;

  /** The phase that is under way, or was last. */
  get phase(): string | undefined {
    return this.#phase;
  }

  /** Ends the phase under way and begins another. */
  enter(phase: string): void {
    const now = performance.now();
    this.#close(now);
    this.#phase = phase;
    this.#since = now;
    this.#pausedAt = undefined;
  }

  /** Ends the phase under way: the last byte is there. Unless another phase is entered, the check took until now. */
  pause(): void {
    if (this.#pausedAt !== undefined) return;
    const now = performance.now();
    this.#close(now);
    this.#pausedAt = now;
  }

  /** Takes off what this machine took during the phase under way: it is no time of the endpoint. */
  exclude(ms: Ms): void {
    this.#since += ms;
    this.#startedAt += ms;
  }

  /** Ends the phase under way and everything. To be called once. */
  stop(): { durationMs: Ms; phases: Phases } {
    this.pause();
    const end = this.#pausedAt ?? this.#startedAt;
    const phases = Object.fromEntries(
      Object.entries(this.#spent).map(([phase, spent]) => [phase, toMicroseconds(spent)]),
    );
    return { durationMs: toMicroseconds(end - this.#startedAt), phases };
  }

  #close(now: number): void {
    if (this.#phase === undefined || this.#pausedAt !== undefined) return;
    this.#spent[this.#phase] = (this.#spent[this.#phase] ?? 0) + now - this.#since;
  }
}

/** Digits beyond these are noise, and they are stored millions of times. */
function toMicroseconds(ms: Ms): Ms {
  return Math.round(ms * 1000) / 1000;
}

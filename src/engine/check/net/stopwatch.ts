import type { Phases } from '../../../contract/model/check.ts';
import type { Ms } from '../../../contract/model/units.ts';
import { tenths } from '../../../shared/tenths.ts';
import { loopClock } from '../../base/loop-clock.ts';
import { OwnWork } from './own-work.ts';

/** Of all checks of this process. */
const ownWork = new OwnWork();

/**
 * Measures a check and its phases. A phase that is entered again (after a redirect) adds up; one that a failure cut
 * short counts up to the failure. Phases are in the order in which they were first entered.
 */
export class Stopwatch {
  #startedAt: Ms;
  readonly #spent: Record<string, Ms> = {};
  #phase: string | undefined;
  #since = 0;
  #pausedAt: number | undefined;
  #selfMs: Ms = 0;

  constructor() {
    loopClock.look();
    this.#startedAt = loopClock.now;
    this.#since = loopClock.now;
  }

  /** The phase that is under way, or was last. */
  get phase(): string | undefined {
    return this.#phase;
  }

  /** Ends the phase under way and begins another. */
  enter(phase: string): void {
    const now = this.#close();
    this.#phase = phase;
    this.#since = now;
    this.#pausedAt = undefined;
  }

  /** Ends the phase under way: the last byte is there. Unless another phase is entered, the check took until now. */
  pause(): void {
    if (this.#pausedAt === undefined) this.#pausedAt = this.#close();
  }

  /** Takes off what this machine took during the phase under way: it is no time of the endpoint. */
  exclude(ms: Ms): void {
    this.#since += ms;
    this.#startedAt += ms;
  }

  /** What each phase has taken so far, without the one that is under way. */
  phases(): Phases {
    return { ...this.#spent };
  }

  /** Ends the phase under way and everything. To be called once. */
  stop(): { durationMs: Ms; selfMs: Ms; phases: Phases } {
    this.pause();
    const end = this.#pausedAt ?? this.#startedAt;
    const phases = Object.fromEntries(
      Object.entries(this.#spent).map(([phase, spent]) => [phase, toMicroseconds(spent)]),
    );
    return { durationMs: toMicroseconds(end - this.#startedAt), selfMs: tenths(this.#selfMs), phases };
  }

  /** @returns now */
  #close(): Ms {
    loopClock.look();
    const { now, heldMs } = loopClock;
    if (this.#pausedAt !== undefined) return now;
    const spent = now - this.#since;
    // Before the first phase there is nothing to wait for.
    if (this.#phase !== undefined) this.#selfMs += ownWork.beyond(this.#phase, Math.min(spent, heldMs), now);
    if (this.#phase !== undefined) this.#spent[this.#phase] = (this.#spent[this.#phase] ?? 0) + spent;
    return now;
  }
}

/** Digits beyond these are noise, and they are stored millions of times. */
function toMicroseconds(ms: Ms): Ms {
  return Math.round(ms * 1000) / 1000;
}

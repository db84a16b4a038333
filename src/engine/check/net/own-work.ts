/**
 * Tells the work that a check itself needs from what held it up. Before the stopwatch can note the end of a phase, the loop
 * has to read and decode what came, and for TLS also to verify a chain: 0.1 to 8 ms, depending on the machine, and several
 * times as long on a loop that was idle before as on a busy one. That is no disturbance; every client has it. What it takes
 * here and now is known from the checks before: the least that the loop took for a phase of this name.
 */
import type { Ms } from '../../../contract/model/units.ts';

/** More than any handshake takes; what a loop always takes longer for is a disturbance. Milliseconds. */
const MOST_MS = 10;
/** The least of the past is forgotten, because machines get slower: it doubles in this time. Milliseconds. */
const DOUBLES_IN_MS = 60_000;

interface Least {
  readonly ms: Ms;
  /** When it was measured, on the monotonic clock. */
  readonly at: Ms;
}

export class OwnWork {
  readonly #least = new Map<string, Least>();

  /**
   * How much of the time for which the loop was held at the end of a phase is not the phase's own work.
   * @param now on the monotonic clock
   */
  beyond(phase: string, heldMs: Ms, now: Ms): Ms {
    const least = this.#least.get(phase);
    const usual = least === undefined ? MOST_MS : least.ms * (1 + Math.max(0, now - least.at) / DOUBLES_IN_MS);
    const ownMs = Math.min(heldMs, usual, MOST_MS);
    this.#least.set(phase, { ms: ownMs, at: now });
    return heldMs - ownMs;
  }
}

/**
 * Separates the work that a check itself needs from delays by other work. Before the stopwatch can note the end of a
 * phase, the loop has to read and decode what arrived, and for TLS also to verify a chain: 0.1 to 8 ms, depending on
 * the machine, and several times as long on a loop that was idle before as on a busy one. That is no disturbance; every
 * client has it. How long it takes here and now is known from earlier checks: the shortest time that the loop took for
 * a phase of this name.
 */
import type { Ms } from '../../../../contract/model/units.ts';

/**
 * The most that counts as a check's own work, in milliseconds. No handshake takes longer, so the rest is a disturbance.
 */
const MOST_MS = 10;
/** In this time, in milliseconds, the remembered minimum doubles, because machines get slower. */
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

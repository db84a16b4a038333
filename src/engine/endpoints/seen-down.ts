import type { EpochMs, Ms } from '../../contract/model/units.ts';
import type { StatusState } from '../verdict/status.ts';
import { shareOf } from '../verdict/uptime.ts';
import type { EndpointHistory } from './endpoint-history.ts';

const DAY_MS = 86_400_000;

/**
 * For how much of the last incident the endpoint was seen down, on the monotonic clock: without pauses, and without sleep.
 */
export class SeenDown {
  #ms: Ms | null;
  /** When the last check began, on the monotonic clock; null: checks were interrupted since. */
  #lastMono: Ms | null = null;

  /** @param history from before this start of Lookout, or from before an edit */
  constructor({ spans, statusState: { incident } }: EndpointHistory, now: EpochMs) {
    if (incident === null) this.#ms = 0;
    else if (incident.startedAt < now - DAY_MS) this.#ms = null;
    else this.#ms = shareOf(spans, incident.startedAt, incident.lastFailureAt).downMs;
  }

  /** Null: the incident began more than 24 hours before this start of Lookout. */
  get ms(): Ms | null {
    return this.#ms;
  }

  /** @param state that of the endpoint before the check. @param tolerance the longest time between checks that counts */
  check(mono: Ms, state: StatusState, tolerance: Ms): void {
    this.#count(mono, state, tolerance);
    this.#lastMono = mono;
  }

  /** Checks stop. */
  interrupt(mono: Ms, state: StatusState, tolerance: Ms): void {
    this.#count(mono, state, tolerance);
    this.#lastMono = null;
  }

  /** Counts the time since the last check as seen in its status, if it was not too long. */
  #count(mono: Ms, { failing, status }: StatusState, tolerance: Ms): void {
    const passed = this.#lastMono === null ? null : mono - this.#lastMono;
    if (failing === 0) this.#ms = 0;
    else if (passed !== null && status !== 'unknown' && passed <= tolerance && this.#ms !== null) this.#ms += passed;
  }
}

import type { Health } from '../../contract/model/health.ts';
import type { Ms } from '../../contract/model/units.ts';

/** For how long every reading is kept. */
const FINE_MS: Ms = 5 * 60_000;
/** Of older readings, one per this time is kept. */
const COARSE_STEP_MS: Ms = 10_000;
/** For how long older readings are kept. */
const COARSE_MS: Ms = 30 * 60_000;

/** The readings of the last half hour, so that a page that opens later can show them: about 450 with one per second. */
export class HealthHistory {
  /** Oldest first. */
  #readings: Health[] = [];

  add(health: Health): void {
    // When the clock was set back, readings that seem to come later would never be dropped.
    this.#readings = this.#readings.filter(({ at }) => at < health.at);
    this.#readings.push(health);
    this.#thin(health.at);
  }

  /** Oldest first. */
  list(): readonly Health[] {
    return this.#readings;
  }

  #thin(now: number): void {
    const kept: Health[] = [];
    for (const reading of this.#readings) {
      const age = now - reading.at;
      const before = kept.at(-1);
      const isApart = before === undefined || reading.at - before.at >= COARSE_STEP_MS;
      if (age <= FINE_MS || (age <= COARSE_MS && isApart)) kept.push(reading);
    }
    this.#readings = kept;
  }
}

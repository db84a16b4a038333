import type { Health } from '../../contract/model/health.ts';
import type { Notice } from '../../contract/model/notices.ts';
import type { Ms } from '../../contract/model/units.ts';

/** Above this share, the loop has no time left. */
const FULL = 0.9;
/** A check that begins this late measures this machine more than the endpoint. */
const LATE_MS: Ms = 1000;
/**
 * The number of readings, one per second. Each reading covers the last 5 to 10 seconds. A burst such as the start of 10,000
 * endpoints is not an overload, and one good reading does not end it.
 */
const TO_BEGIN = 15;
const TO_END = 15;

/** Detects when there are more checks than one event loop can run. */
export interface Overload {
  /** @returns what to tell people, when that has changed */
  read(health: Pick<Health, 'loopUtilization' | 'lateness' | 'missedSlots'>): Notice | null;
}

export function createOverload(): Overload {
  let active = false;
  let missed = 0;
  /** The number of readings in a row that contradict `active`. */
  let against = 0;

  return {
    read({ loopUtilization, lateness, missedSlots }) {
      const behind = missedSlots > missed || lateness.p99 >= LATE_MS;
      missed = missedSlots;
      const overloaded = behind && loopUtilization >= FULL;
      against = overloaded === active ? 0 : against + 1;
      if (against < (active ? TO_END : TO_BEGIN)) return null;
      active = !active;
      against = 0;
      return overloadNotice(active);
    },
  };
}

function overloadNotice(active: boolean): Notice {
  return { id: 'overload', level: 'warning', code: 'app.overloaded', active };
}

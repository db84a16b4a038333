/** When a signal is due: by a cron expression, or after an interval. */
import { Cron } from 'croner';
import type { EpochMs } from '../../../../contract/model/units.ts';

/** Whether a cron expression can be read. It may have five parts, or six with seconds in front. */
export function isCron(text: string): boolean {
  return cronOf(text, '') !== null;
}

/** Whether it ever fires, such as on 30 February. */
export function firesEver(text: string): boolean {
  return cronOf(text, 'UTC')?.nextRun() instanceof Date;
}

/** Whether the name of a time zone is known, such as `Europe/Berlin`. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/**
 * The first time after `after` at which the expression fires.
 * @param timeZone empty: that of this machine
 * @returns null when it never does
 */
export function nextTime(cron: string, timeZone: string, after: EpochMs): EpochMs | null {
  return cronOf(cron, timeZone)?.nextRun(new Date(after))?.getTime() ?? null;
}

function cronOf(text: string, timeZone: string): Cron | null {
  try {
    // Without a function to call, it starts no timer.
    return new Cron(text, timeZone === '' ? {} : { timezone: timeZone });
  } catch {
    return null;
  }
}

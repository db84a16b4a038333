/** Cron expressions and time zones. */
import { Cron } from 'croner';
import type { EpochMs, Ms } from '../../contract/model/units.ts';

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

/** The expressions that were read last. Listing the occurrences of one reads it many times in a row. */
const known = new Map<string, Cron | null>();
const MAX_KNOWN = 50;

function cronOf(text: string, timeZone: string): Cron | null {
  const key = `${timeZone} ${text}`;
  let cron = known.get(key);
  if (cron === undefined) {
    cron = readCron(text, timeZone);
    if (known.size >= MAX_KNOWN) known.clear();
    known.set(key, cron);
  }
  return cron;
}

function readCron(text: string, timeZone: string): Cron | null {
  try {
    // Without a function to call, it starts no timer.
    return new Cron(text, timeZone === '' ? {} : { timezone: timeZone });
  } catch {
    return null;
  }
}

/**
 * The difference between the clocks of a time zone and UTC at a time, in milliseconds; above 0 east of Greenwich. Creating the
 * function is slow, calling it is not.
 * @param timeZone empty: that of this machine
 */
export function offsetsOf(timeZone: string): (instant: EpochMs) => Ms {
  const format = new Intl.DateTimeFormat('en-US', {
    ...(timeZone === '' ? {} : { timeZone }),
    calendar: 'iso8601',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (instant) => {
    const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
    const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
    const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
    return shown - Math.floor(instant / 1000) * 1000;
  };
}

/**
 * The time at which clocks in a time zone show a date and time.
 * @param wall as if it were UTC
 * @param timeZone empty: that of this machine
 * @param offsetAt that of the time zone, for many times in a row
 * @returns the first of a time that occurs twice; for a time that clocks skip, the moment at which they do, like `nextTime`
 */
export function instantOf(wall: EpochMs, timeZone: string, offsetAt = offsetsOf(timeZone)): EpochMs {
  // Offsets are at most a day from UTC; those before and after the time include the one that applies.
  const [before, after] = [offsetAt(wall - 86_400_000), offsetAt(wall + 86_400_000)];
  const [first, second] = [wall - Math.max(before, after), wall - Math.min(before, after)];
  for (const instant of [first, second]) if (instant + offsetAt(instant) === wall) return instant;
  let [skipped, changed] = [first, second];
  while (changed - skipped > 1000) {
    const middle = Math.floor((skipped + changed) / 2000) * 1000;
    if (offsetAt(middle) === before) skipped = middle;
    else changed = middle;
  }
  return changed;
}

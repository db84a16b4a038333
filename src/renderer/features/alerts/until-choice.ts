/** The end of an acknowledgement. Pure. */
import { wallTime } from '../../form/wall-time.ts';

export const UNTIL_CHOICES = [
  { value: 'end', label: 'It is over' },
  { value: 'hour', label: '1 h' },
  { value: 'hours', label: '4 h' },
  { value: 'tomorrow', label: 'Tomorrow 9:00' },
  { value: 'date', label: 'A date' },
] as const;
export type UntilChoice = (typeof UNTIL_CHOICES)[number]['value'];

const HOUR_MS = 3_600_000;
const MORNING = 9;

/**
 * @param date as `<input type="datetime-local">` has it, in local time
 * @returns epoch milliseconds; null: as long as the alert lasts; undefined: the date is missing or not in the future
 */
export function untilOf(choice: UntilChoice, date: string, now: number): number | null | undefined {
  switch (choice) {
    case 'end':
      return null;
    case 'hour':
      return now + HOUR_MS;
    case 'hours':
      return now + 4 * HOUR_MS;
    case 'tomorrow': {
      const day = new Date(now);
      return new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1, MORNING).getTime();
    }
    case 'date': {
      const at = new Date(date).getTime();
      return Number.isNaN(at) || at <= now ? undefined : at;
    }
  }
}

/** The next full hour, as `<input type="datetime-local">` has it, in local time. */
export function nextHour(now: number): string {
  return wallTime(Math.ceil((now + 1) / HOUR_MS) * HOUR_MS);
}

/** Describes maintenance windows in words. Pure. */
import type { MaintenanceConfig, Occurrence } from '../../../contract/model/maintenance.ts';
import type { Weekday } from '../../../contract/model/weekday.ts';
import { DAY_NAMES, WEEK } from '../../form/week.ts';
import { formatSetDuration } from '../../format.ts';

const list = new Intl.ListFormat('en', { type: 'conjunction' });

/** When it happens: `Every Sunday at 02:00 for 2 h (Europe/Berlin)`. */
export function scheduleText(config: MaintenanceConfig): string {
  const { from, weekdays, monthDays, at = '', cron = '', duration = 0, timezone } = config;
  // Its time is shown as its next occurrence.
  if (from !== undefined) return 'Once';
  const zone = timezone === '' ? '' : ` (${timezone})`;
  const rest = `for ${formatSetDuration(duration)}${zone}`;
  if (weekdays !== undefined) {
    const days = weekdays.length === 7 ? 'day' : list.format(WEEK.filter((day) => weekdays.includes(day)).map(nameOf));
    return `Every ${days} at ${at} ${rest}`;
  }
  if (monthDays !== undefined) return `On ${list.format(monthDays.map(dayOfMonth))} of each month at ${at} ${rest}`;
  return `Cron ${cron} ${rest}`;
}

const nameOf = (day: Weekday): string => DAY_NAMES[day];
const dayOfMonth = (day: number | 'last'): string => (day === 'last' ? 'the last day' : `day ${day}`);

/** The start and end of an occurrence, in local time. */
export function occurrenceText({ from, to }: Occurrence): string {
  return new Intl.DateTimeFormat(undefined, {
    weekday: 'short',
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  }).formatRange(from, to);
}

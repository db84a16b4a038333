/** The days of the week in forms. Pure. */
import { WEEKDAYS, type Weekday } from '../../contract/model/weekday.ts';

/** Starting on Monday, as in the calendars of most of the world. */
export const WEEK: readonly Weekday[] = [...WEEKDAYS.slice(1), 'sun'];

export const DAY_NAMES: Readonly<Record<Weekday, string>> = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
};

/** `Mon` */
export function shortDayName(day: Weekday): string {
  return DAY_NAMES[day].slice(0, 3);
}

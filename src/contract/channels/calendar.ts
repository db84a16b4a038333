import type { UptimeDays, WeekHours } from '../model/calendar.ts';
import type { EndpointId } from '../model/units.ts';

/** Requests for history by the local calendar. */
export interface CalendarRequests {
  'calendar.days': { args: { id: EndpointId; days: number; timeZone?: string }; answer: UptimeDays };
  'calendar.weekHours': { args: { id: EndpointId; weeks: number; timeZone?: string }; answer: WeekHours };
}

/** One sentence per request, for `docs/api.md`. */
export const CALENDAR_CHANNELS = {
  'calendar.days':
    'Uptime of each of the last local days, today included, at most 740. `timeZone` is a name such as `Europe/Berlin`; default: that of the computer that runs Lookout.',
  'calendar.weekHours':
    'Median latency and down time for each hour of the week, over the last weeks (at most 105), in local time.',
} as const satisfies Record<keyof CalendarRequests, string>;

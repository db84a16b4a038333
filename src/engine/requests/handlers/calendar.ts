import type { CalendarRequests } from '../../../contract/channels/calendar.ts';
import type { EndpointRegistry } from '../../endpoints/registry.ts';
import { uptimeDaysOf, weekHoursOf } from '../../history/calendar.ts';
import type { Clock } from '../../ports.ts';
import type { Store } from '../../store/store.ts';
import type { HandlersOf } from './handler.ts';

export interface CalendarHandlerParts {
  readonly clock: Clock;
  readonly store: Store;
  readonly registry: EndpointRegistry;
}

export function calendarHandlers({ registry, ...parts }: CalendarHandlerParts): HandlersOf<keyof CalendarRequests> {
  return {
    'calendar.days': ({ id, days, timeZone = '' }) => uptimeDaysOf(registry.get(id), { days, timeZone }, parts),
    'calendar.weekHours': ({ id, weeks, timeZone = '' }) => weekHoursOf(registry.get(id), { weeks, timeZone }, parts),
  };
}

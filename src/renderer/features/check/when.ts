import { formatDate, formatDateTime, formatShortTime } from '../../format.ts';
import type { EpochMs } from '../../../contract/model/units.ts';

/** Day and time, with the year: for times that may be years away, such as the expiry of a certificate. */
export function formatFullDateTime(at: EpochMs): string {
  return `${formatDate(at)}, ${formatShortTime(at)}`;
}

/** Day and time to the second; the year instead of the seconds if it is not the current year. */
export function formatWhen(at: EpochMs): string {
  return new Date(at).getFullYear() === new Date().getFullYear() ? formatDateTime(at) : formatFullDateTime(at);
}

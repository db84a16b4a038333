import { formatDate, formatDateTime, formatShortTime } from '../../format.ts';
import type { EpochMs } from '../../../contract/model/units.ts';

/** Day and time, with the year. For what lies years apart, such as the ends of a certificate. */
export function formatFullDateTime(at: EpochMs): string {
  return `${formatDate(at)}, ${formatShortTime(at)}`;
}

/** Day and time to the second; the year instead of the seconds when it is another than now. */
export function formatWhen(at: EpochMs): string {
  return new Date(at).getFullYear() === new Date().getFullYear() ? formatDateTime(at) : formatFullDateTime(at);
}

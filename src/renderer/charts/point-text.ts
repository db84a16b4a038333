/** What is said of one point of the chart: in the tooltip, and read out. */
import { formatCount, formatDate, formatDateTime, formatLatency, formatShortTime, formatTime } from '../format.ts';
import type { ChartRow } from './rows.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** `14:05:30`, or from when to when for a point that is wider than a check; with the day when the range is long. */
export function pointTime(row: ChartRow, rangeMs: number): string {
  if (row.width === 0) return rangeMs >= DAY ? formatDateTime(row.at) : formatTime(row.at);
  const write = row.width >= MINUTE ? formatShortTime : formatTime;
  const day = rangeMs >= DAY ? `${formatDate(row.at)}, ` : '';
  return `${day}${write(row.at)} – ${write(row.at + row.width)}`;
}

/** `12 checks`, `1 check`; how many could be judged and how many not. */
export function pointCount(row: ChartRow): string {
  const total = row.count + row.down + row.unknown;
  return total === 1 ? '1 check' : `${formatCount(total)} checks`;
}

/** One line for a screen reader. */
export function pointSentence(row: ChartRow, rangeMs: number): string {
  const parts = [pointTime(row, rangeMs)];
  if (row.width > 0) parts.push(pointCount(row));
  if (row.avg !== null) parts.push(row.width > 0 ? `mean ${formatLatency(row.avg)}` : formatLatency(row.avg));
  if (row.band !== null) parts.push(`from ${formatLatency(row.band[0])} to ${formatLatency(row.band[1])}`);
  if (row.down > 0) parts.push(row.width > 0 ? `${formatCount(row.down)} failed` : 'failed');
  if (row.unknown > 0) parts.push(row.width > 0 ? `${formatCount(row.unknown)} unknown` : 'unknown');
  if (row.failure !== null) parts.push(row.failure);
  return parts.join(', ').replace(/\.$/, '');
}

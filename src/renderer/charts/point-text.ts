/** What is said of one point of a chart: in the tooltip, and to screen readers. */
import type { HistoryIncident, StatusHistory } from '../../contract/model/status-history.ts';
import type { EpochMs } from '../../contract/model/units.ts';
import { formatCount, formatDateTime, formatDay, formatDuration, formatShortTime, formatTime } from '../format.ts';
import { historyLook } from './history-look.ts';
import type { ChartRow, FailureText } from './rows.ts';
import type { Stop } from './stops.ts';
import type { ValueFormat } from './value-format.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

/**
 * `14:05:30`, or from when to when for a point of several checks: `14:05 – 14:10`, `Nov 28, 14:05 – 14:10`, `Nov 20 – Nov 22`.
 */
export function pointTime(row: ChartRow, now: EpochMs): string {
  if (row.width === 0) return moment(row.at, now);
  const end = row.at + row.width;
  if (row.width >= DAY) return `${formatDay(row.at)} – ${formatDay(end)}`;
  const write = row.width >= MINUTE ? formatShortTime : formatTime;
  const day = isSameDay(row.at, now) ? '' : `${formatDay(row.at)}, `;
  return `${day}${write(row.at)} – ${write(end)}`;
}

/** `12 checks`, `1 check`: all checks of the point. */
export function pointCount(row: ChartRow): string {
  const total = row.count + row.down + row.unknown;
  return total === 1 ? '1 check' : `${formatCount(total)} checks`;
}

/** `3 measured while Lookout was busy`: their durations are left out of the statistics. */
export function disturbedText({ disturbed, width }: Pick<ChartRow, 'disturbed' | 'width'>): string {
  return width > 0 ? `${formatCount(disturbed)} measured while Lookout was busy` : 'Measured while Lookout was busy';
}

/** `8 checks could not start`: the check before them was still running. */
export function swallowedText(swallowed: number): string {
  return swallowed === 1 ? '1 check could not start' : `${formatCount(swallowed)} checks could not start`;
}

/** The first incident that reaches into the time of a point. */
export function incidentOf(row: ChartRow, history: StatusHistory | null): HistoryIncident | undefined {
  return history?.incidents.find(({ from, to }) => from <= row.at + row.width && (to ?? Infinity) > row.at);
}

/** `Down since 14:02:10, for 8 min 20 s`, `Down 14:02:10 – 14:10:30, 8 min 20 s`, `3 incidents, 14:02:10 – 15:10:00`. */
export function incidentText({ from, to, incidents }: HistoryIncident, now: EpochMs): string {
  if (incidents > 1) {
    const end = to === null ? 'now' : moment(to, now);
    return `${formatCount(incidents)} incidents, ${moment(from, now)} – ${end}`;
  }
  if (to === null) return `Down since ${moment(from, now)}, for ${formatDuration(now - from)}`;
  return `Down ${moment(from, now)} – ${moment(to, now)}, ${formatDuration(to - from)}`;
}

/** From when to when, and how long: `14:02:10 – 14:10:30, 8 min 20 s`, `since 14:02:10, for 8 min 20 s`. */
export function periodText(from: EpochMs, to: EpochMs | null, now: EpochMs): string {
  if (to === null) return `since ${moment(from, now)}, for ${formatDuration(now - from)}`;
  return `${moment(from, now)} – ${moment(to, now)}, ${formatDuration(to - from)}`;
}

/** The time of day, with the day when it is not today's. */
function moment(at: EpochMs, now: EpochMs): string {
  return isSameDay(at, now) ? formatTime(at) : formatDateTime(at);
}

function isSameDay(at: EpochMs, other: EpochMs): boolean {
  return new Date(at).toDateString() === new Date(other).toDateString();
}

/** One line for a screen reader. */
export function stopSentence(
  stop: Stop,
  history: StatusHistory | null,
  {
    format,
    failureText,
    now,
  }: { readonly format: ValueFormat; readonly failureText: FailureText; readonly now: EpochMs },
): string {
  if (stop.row === null) {
    const { sentence } = historyLook(stop.span) ?? { sentence: '' };
    return `${periodText(stop.span.from, stop.open ? null : stop.span.to, now)}: ${sentence}`.replace(/\.$/u, '');
  }
  const { row } = stop;
  const parts = [pointTime(row, now)];
  if (row.width > 0) parts.push(pointCount(row));
  if (row.avg !== null) parts.push(row.width > 0 ? `mean ${format.write(row.avg)}` : format.write(row.avg));
  if (row.band !== null) parts.push(`from ${format.write(row.band[0])} to ${format.write(row.band[1])}`);
  if (row.down > 0) parts.push(row.width > 0 ? `${formatCount(row.down)} failed` : 'failed');
  if (row.unknown > 0) parts.push(row.width > 0 ? `${formatCount(row.unknown)} unknown` : 'unknown');
  if (row.disturbed > 0) parts.push(disturbedText(row).replace('Measured', 'measured'));
  if (row.swallowed > 0) parts.push(swallowedText(row.swallowed));
  if (row.failure !== null) parts.push(failureText(row.failure).replace(/\.$/u, ''));
  const incident = incidentOf(row, history);
  if (incident !== undefined) parts.push(incidentText(incident, now));
  return parts.join(', ');
}

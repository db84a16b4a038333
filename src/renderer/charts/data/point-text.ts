/** The texts of one point of a chart, for the tooltip and for screen readers. */
import type { HistoryIncident, StatusHistory } from '../../../contract/model/status-history.ts';
import type { EpochMs } from '../../../contract/model/units.ts';
import { formatDateTime, formatDay, formatDuration, formatShortTime, formatTime } from '../../format.ts';
import { say } from '../../texts.ts';
import { historyLook } from './history-look.ts';
import type { ChartRow, CodeCount, FailureText } from './rows.ts';
import type { Stop } from './stops.ts';
import type { ValueFormat } from '../scale/value-format.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

/**
 * `14:05:30`, or the period of a point of several checks: `14:05 – 14:10`, `Nov 28, 14:05 – 14:10`, `Nov 20 – Nov 22`.
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
  return say('chart.checks', { count: row.count + row.down + row.unknown });
}

/** `3 measured while Lookout was busy`: their durations are left out of the statistics. */
export function disturbedText({ disturbed, width }: Pick<ChartRow, 'disturbed' | 'width'>): string {
  return width > 0 ? say('chart.disturbedCount', { count: disturbed }) : say('chart.disturbed');
}

/** `8 checks could not start`: the check before them was still running. */
export function swallowedText(swallowed: number): string {
  return say('chart.swallowed', { count: swallowed });
}

/** `timeout ×12`: how many checks failed with a code. */
export function codeText({ code, count }: CodeCount): string {
  return `${code} ×${count}`;
}

/** The first incident that overlaps the time of a point. */
export function incidentOf(row: ChartRow, history: StatusHistory | null): HistoryIncident | undefined {
  return history?.incidents.find(({ from, to }) => from <= row.at + row.width && (to ?? Infinity) > row.at);
}

/** That the down time at a point is excluded from uptime; null: it is not. */
export function exclusionText(row: ChartRow, history: StatusHistory | null): string | null {
  const excluded = history?.spans.some(
    ({ state, from, to }) => state === 'excluded' && from <= row.at + row.width && to > row.at,
  );
  return excluded === true ? say('history.excluded.sentence') : null;
}

/** `Down since 14:02:10, for 8 min 20 s`, `Down 14:02:10 – 14:10:30, 8 min 20 s`, `3 incidents, 14:02:10 – 15:10:00`. */
export function incidentText({ from, to, incidents }: HistoryIncident, now: EpochMs): string {
  const times = { from: moment(from, now), to: to === null ? null : moment(to, now) };
  if (incidents > 1) return say('chart.incidents', { ...times, count: incidents });
  const lasted = formatDuration((to ?? now) - from);
  return say(to === null ? 'chart.incidentOpen' : 'chart.incident', { ...times, lasted });
}

/** A period and how long it is: `14:02:10 – 14:10:30, 8 min 20 s`, `since 14:02:10, for 8 min 20 s`. */
export function periodText(from: EpochMs, to: EpochMs | null, now: EpochMs): string {
  const begin = moment(from, now);
  if (to === null) return say('chart.periodOpen', { from: begin, lasted: formatDuration(now - from) });
  return say('chart.period', { from: begin, to: moment(to, now), lasted: formatDuration(to - from) });
}

/** The time of day, with the day if it is not today. */
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
    const look = historyLook(stop.span);
    const period = periodText(stop.span.from, stop.open ? null : stop.span.to, now);
    return look === null ? period : say('chart.readPeriod', { period, what: withoutStop(say(look.sentence)) });
  }
  const { row } = stop;
  const facts = [...checkFacts(row, format)];
  if (row.failure !== null) facts.push(withoutStop(failureText(row.failure)));
  const incident = incidentOf(row, history);
  if (incident !== undefined) facts.push(incidentText(incident, now));
  const exclusion = exclusionText(row, history);
  if (exclusion !== null) facts.push(withoutStop(exclusion));
  return say('chart.readPoint', { time: pointTime(row, now), facts });
}

function checkFacts(row: ChartRow, format: ValueFormat): readonly string[] {
  const several = row.width > 0;
  const facts: string[] = [];
  if (several) facts.push(pointCount(row));
  if (row.value !== null) {
    const value = format.write(row.value);
    facts.push(
      row.quantiles !== null ? say('chart.median', { value }) : several ? say('chart.mean', { value }) : value,
    );
  }
  if (row.band !== null) {
    facts.push(say('chart.band', { min: format.write(row.band[0]), max: format.write(row.band[1]) }));
  }
  if (row.down > 0) facts.push(several ? say('chart.failedCount', { count: row.down }) : say('chart.failed'));
  if (row.unknown > 0) facts.push(several ? say('chart.unknownCount', { count: row.unknown }) : say('chart.unknown'));
  if (row.disturbed > 0) facts.push(several ? disturbedText(row) : say('chart.readDisturbed'));
  if (row.swallowed > 0) facts.push(swallowedText(row.swallowed));
  return facts;
}

/** A sentence as a part of a longer one. */
function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/u, '');
}

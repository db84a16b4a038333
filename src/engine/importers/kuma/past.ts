/**
 * Reads the history in `kuma.db` (server/model/heartbeat.js, server/uptime-calculator.js). Version 1 keeps each heartbeat.
 * Version 2 keeps those of the last day and those at which the status changed, and counts the others in tables by hour for 30
 * days, and by day.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { EpochMs } from '../../../contract/model/units.ts';
import type { PastStatus } from '../../history/past-timeline.ts';
import type { CountedHistory, CountedPeriod } from '../../store/counted-history.ts';
import { WIDTH_MS } from '../../store/rollup.ts';
import type { PastCheck } from '../past.ts';

/** By the number that Uptime Kuma stores. */
const STATUSES: readonly PastStatus[] = ['down', 'up', 'retrying', 'maintenance'];
/** Types whose checks take no time: they look at what the program knows already. */
const UNMEASURED = new Set(['push', 'group', 'manual']);
/** Characters of the reason of a failure. */
const PROBLEM = 500;
/** Of the counted checks of an hour, this share may be missing among the single ones, for example because it is not over. */
const MISSING_SHARE = 0.1;

export interface Monitor {
  readonly id: number;
  readonly type: string;
}

interface Period {
  readonly at: EpochMs;
  /** All checks, also those in maintenance. */
  readonly checks: number;
  readonly counted: CountedPeriod;
}

/** How the history of a monitor is kept. */
export interface PastPlan {
  /** Whether the time of any check was measured, or there was none to measure. */
  readonly isMeasured: boolean;
  readonly counted: CountedHistory;
  /** From then on, all single checks are there. Before it, only those that changed the status. */
  readonly singlesFrom: EpochMs;
}

/** The number of heartbeats of a monitor. */
export function countBeats(database: DatabaseSync, monitor: number): number {
  if (!hasTable(database, 'heartbeat')) return 0;
  const row = database.prepare('SELECT count(*) AS count FROM heartbeat WHERE monitor_id = ?').get(monitor);
  return Number(row?.['count'] ?? 0);
}

export function planPast(database: DatabaseSync, { id, type }: Monitor, now: EpochMs): PastPlan {
  const hours = periodsOf(database, 'hour', id, now);
  const days = periodsOf(database, 'day', id, now);
  const firstHour = hours[0]?.at ?? Infinity;
  const dayEnd = incompleteUntil(
    database,
    id,
    days.filter(({ at }) => at + WIDTH_MS.day <= firstHour),
    'day',
  );
  const singlesFrom = Math.max(dayEnd, incompleteUntil(database, id, hours, 'hour'));
  // The days from the first whole day of hours on are made from them.
  const firstCounted = hours.find(({ at }) => at < singlesFrom)?.at ?? singlesFrom;
  const wholeDays = Math.ceil(firstCounted / WIDTH_MS.day) * WIDTH_MS.day;
  const countedDays = days.filter(({ at }) => at < Math.min(wholeDays, singlesFrom));
  // A counted day is counted as a whole.
  const end = Math.max(singlesFrom, (countedDays.at(-1)?.at ?? -Infinity) + WIDTH_MS.day);
  const known = (periods: readonly Period[]) =>
    periods.filter(({ at, checks }) => at < end && checks > 0).map(({ counted }) => counted);
  const isMeasured = UNMEASURED.has(type) || hasPings(database, id);
  return { isMeasured, counted: { hours: known(hours), days: known(countedDays) }, singlesFrom: end };
}

function hasPings(database: DatabaseSync, monitor: number): boolean {
  if (!hasTable(database, 'heartbeat')) return false;
  const query = 'SELECT 1 FROM heartbeat WHERE monitor_id = ? AND ping IS NOT NULL AND status = 1 LIMIT 1';
  return database.prepare(query).get(monitor) !== undefined;
}

/** The heartbeats of a monitor that say something, oldest first. */
export function* beatsOf(database: DatabaseSync, { id }: Monitor, { singlesFrom }: PastPlan): Generator<PastCheck> {
  if (!hasTable(database, 'heartbeat')) return;
  const query = database.prepare(
    'SELECT time, status, ping, msg FROM heartbeat WHERE monitor_id = ? ORDER BY time, id',
  );
  let last: PastStatus | null = null;
  for (const { time, status: number, ping, msg } of query.iterate(id)) {
    const at = timeOf(time);
    const status = STATUSES[Number(number)];
    if (at === null || status === undefined) continue;
    const isAlone = at < singlesFrom;
    // Retries before an outage are not kept, so those that are there say nothing; neither do heartbeats without a change.
    if (isAlone && (status === 'retrying' || status === last)) continue;
    last = status;
    const failed = status === 'down' || status === 'retrying';
    yield {
      at,
      status,
      durationMs: typeof ping === 'number' && ping >= 0 ? ping : 0,
      problem: failed && typeof msg === 'string' ? msg.slice(0, PROBLEM) : '',
      isAlone,
    };
  }
}

/** `2026-01-31 12:34:56.789`, in UTC; null: it is no time. */
function timeOf(time: unknown): EpochMs | null {
  const at =
    typeof time === 'number'
      ? time
      : Date.parse(
          /^\d{4}-\d\d-\d\d \d\d:\d\d/u.test(String(time)) ? `${String(time).replace(' ', 'T')}Z` : String(time),
        );
  return Number.isFinite(at) ? at : null;
}

function periodsOf(database: DatabaseSync, width: 'hour' | 'day', monitor: number, now: EpochMs): readonly Period[] {
  const table = width === 'hour' ? 'stat_hourly' : 'stat_daily';
  if (!hasTable(database, table)) return [];
  return database
    .prepare(`SELECT * FROM ${table} WHERE monitor_id = ? ORDER BY timestamp`)
    .all(monitor)
    .map((row) => {
      const number = (name: string) => Math.max(0, Number(row[name] ?? 0)) || 0;
      // In seconds.
      const at = Math.floor((number('timestamp') * 1000) / WIDTH_MS[width]) * WIDTH_MS[width];
      const [up, down, avg] = [Math.round(number('up')), Math.round(number('down')), number('ping')];
      const [min, max] = [number('ping_min'), number('ping_max')];
      const latency = up === 0 ? null : { min: Math.min(min, avg), avg, max: Math.max(max, avg) };
      return { at, checks: up + down + maintenanceOf(row['extras']), counted: { at, up, down, latency } };
    })
    .filter(({ at }) => at > 0 && at + WIDTH_MS[width] <= now);
}

function maintenanceOf(extras: unknown): number {
  if (typeof extras !== 'string') return 0;
  try {
    const count = Number((JSON.parse(extras) as { readonly maintenance?: unknown } | null)?.maintenance ?? 0);
    return Number.isFinite(count) ? count : 0;
  } catch {
    return 0;
  }
}

/** The end of the last period of which single checks are missing; -Infinity: all are there. */
function incompleteUntil(
  database: DatabaseSync,
  monitor: number,
  periods: readonly Period[],
  width: 'hour' | 'day',
): EpochMs {
  const beats = new Map<EpochMs, number>();
  if (periods.length > 0 && hasTable(database, 'heartbeat')) {
    const query = database.prepare('SELECT time FROM heartbeat WHERE monitor_id = ?');
    for (const { time } of query.iterate(monitor)) {
      const at = Math.floor((timeOf(time) ?? 0) / WIDTH_MS[width]) * WIDTH_MS[width];
      beats.set(at, (beats.get(at) ?? 0) + 1);
    }
  }
  const missing = periods.findLast(({ at, checks }, index) => {
    // The last check may be counted before it is stored.
    const mayMiss = Math.floor(checks * MISSING_SHARE) + (index === periods.length - 1 ? 1 : 0);
    return checks - (beats.get(at) ?? 0) > mayMiss;
  });
  return missing === undefined ? -Infinity : missing.at + WIDTH_MS[width];
}

function hasTable(database: DatabaseSync, name: string): boolean {
  return database.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").get(name) !== undefined;
}

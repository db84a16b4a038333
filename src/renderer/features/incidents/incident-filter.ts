/** Filters the shown incidents. Pure. */
import type { Incident } from '../../../contract/model/incident.ts';
import type { EpochMs } from '../../../contract/model/units.ts';

export interface IncidentFilter {
  readonly status: 'all' | 'open' | 'ended';
  readonly period: Period;
}

/** `between`: whole days of the person's time zone, as `<input type="date">` writes them; empty: no bound. */
export type Period =
  | { readonly name: 'any' | 'today' | '7d' | '30d' }
  | { readonly name: 'between'; readonly first: string; readonly last: string };

export const ALL_INCIDENTS: IncidentFilter = { status: 'all', period: { name: 'any' } };

/** Incidents that were open at any time from `from` on and before `to`. No bound: -Infinity and Infinity. */
export interface Bounds {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

const DAYS = { today: 1, '7d': 7, '30d': 30 } as const;

/** A period of whole days that ends now, or at the end of its last day. */
export function boundsOf(period: Period, now: EpochMs): Bounds {
  switch (period.name) {
    case 'any':
      return { from: -Infinity, to: Infinity };
    case 'today':
    case '7d':
    case '30d':
      return { from: startOfDay(now, 1 - DAYS[period.name]), to: Infinity };
    case 'between':
      return { from: dayStart(period.first, 0) ?? -Infinity, to: dayStart(period.last, 1) ?? Infinity };
  }
}

export function matches(incident: Incident, status: IncidentFilter['status'], { from, to }: Bounds): boolean {
  const { startedAt, resolvedAt } = incident;
  if (status === 'open' && resolvedAt !== null) return false;
  if (status === 'ended' && resolvedAt === null) return false;
  return startedAt < to && (resolvedAt ?? Infinity) >= from;
}

/** The start of the day of a time, or of a day before or after it: days may have 23 or 25 hours. */
export function startOfDay(at: EpochMs, days = 0): EpochMs {
  const date = new Date(at);
  date.setHours(0, 0, 0, 0);
  date.setDate(date.getDate() + days);
  return date.getTime();
}

/** @param text `2026-03-27`. @returns null for anything else */
function dayStart(text: string, days: number): EpochMs | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/u.exec(text);
  if (match === null) return null;
  const [year, month, day] = match.slice(1).map(Number);
  const at = new Date(year ?? 0, (month ?? 1) - 1, (day ?? 1) + days).getTime();
  return Number.isNaN(at) ? null : at;
}

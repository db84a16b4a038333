/**
 * Time ranges as people type them: `last 36 h`, `2 days`, `yesterday 9-17`, `2026-11-01 to 2026-11-08`,
 * `since monday`, `nov 3 22:00 to nov 4 6:00`. Days and times of day are local, and a day may have 23 or 25 hours.
 */
import type { EpochMs, Ms } from '../contract/model/units.ts';
import { parseMoment, type Moment } from './time-moment.ts';
import { LONGEST_VIEW_MS, SHORTEST_VIEW_MS, type TimeView } from './time-view.ts';

/** Why a text is not a range. `part` is the part that was not understood. */
export type TimeRangeProblem =
  | { readonly code: 'range.empty' }
  | { readonly code: 'range.notUnderstood'; readonly part: string }
  | { readonly code: 'range.order' }
  | { readonly code: 'range.future' }
  | { readonly code: 'range.short' }
  | { readonly code: 'range.long' };

export type ParsedTimeRange =
  | { readonly ok: true; readonly view: TimeView }
  | { readonly ok: false; readonly problem: TimeRangeProblem };

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const UNITS: readonly (readonly [pattern: RegExp, ms: Ms])[] = [
  [/^(?:s|secs?|seconds?)$/u, SECOND],
  [/^(?:m|mins?|minutes?)$/u, MINUTE],
  [/^(?:h|hrs?|hours?)$/u, HOUR],
  [/^(?:d|days?)$/u, DAY],
  [/^(?:w|wks?|weeks?)$/u, 7 * DAY],
  [/^(?:mo|mos|months?)$/u, 30 * DAY],
  [/^(?:y|yrs?|years?)$/u, 365 * DAY],
];
const LIVE_MS: Ms = 5 * MINUTE;

/**
 * @param text as typed
 * @param now "today", "last" and times without a day refer to it; a range that reaches beyond it ends there
 */
export function parseTimeRange(text: string, now: EpochMs): ParsedTimeRange {
  const words = text.toLowerCase().replace(/[,]/gu, ' ').replace(/\s+/gu, ' ').trim();
  if (words === '') return refused({ code: 'range.empty' });
  if (words === 'live') return checked({ type: 'last', ms: LIVE_MS }, now);
  const length = parseLength(words.replace(/^(?:the )?(?:last|past) /u, ''));
  if (length !== null) return checked({ type: 'last', ms: length }, now);
  const since = /^(?:since|from) (.+)$/u.exec(words)?.[1];
  if (since !== undefined && split(since) === null) return between(since, 'now', now);
  const ends = split(since ?? words);
  if (ends !== null) return between(ends[0], ends[1], now);
  const whole = parseMoment(words, now);
  if (whole === null) return refused({ code: 'range.notUnderstood', part: text.trim() });
  // A time of day is a moment, not a range: from then until now.
  return whole.to === whole.from ? between(words, 'now', now) : checked({ type: 'fixed', ...whole }, now);
}

/**
 * `36 h`, `1 h 30 min`, `1.5 days`, `hour`; null: it is not a length. A week, a month and a year are those of the
 * calendar.
 */
function parseLength(words: string): Ms | null {
  if (/^(?:minute|hour|day)$/u.test(words)) return parseLength(`1 ${words}`);
  if (!/^(?:\d+(?:\.\d+)? ?[a-z]+ ?)+$/u.test(words) || words.length > 60) return null;
  let total = 0;
  for (const [, amount, unit = ''] of words.matchAll(/(\d+(?:\.\d+)?) ?([a-z]+)/gu)) {
    const ms = UNITS.find(([pattern]) => pattern.test(unit))?.[1];
    if (ms === undefined) return null;
    total += Number(amount) * ms;
  }
  return Math.round(total);
}

/** The two sides of `A to B`, `A until B`, `A – B` and `A - B`; null: there is only one. */
function split(words: string): readonly [string, string] | null {
  const [, from, to] = /^(.+?)(?: (?:to|until|till|and) | ?[–—] ?| - |\.\.+)(.+)$/u.exec(words) ?? [];
  return from === undefined || to === undefined ? null : [from.replace(/^between /u, '').trim(), to.trim()];
}

function between(first: string, second: string, now: EpochMs): ParsedTimeRange {
  const from = momentOf(first, now, null);
  if (from === null) return refused({ code: 'range.notUnderstood', part: first });
  // `yesterday 22:00 to 6:00` ends on the day after the first, `9:00 to 17:00` on the same.
  const to = momentOf(second, now, from);
  if (to === null) return refused({ code: 'range.notUnderstood', part: second });
  // The last day of `2026-11-01 to 2026-11-08` belongs to the range.
  return checked({ type: 'fixed', from: from.from, to: to.to }, now);
}

/** A moment, or a time ago. `after`: the beginning of the range; a time without a day is on its day. */
function momentOf(words: string, now: EpochMs, after: Moment | null): Moment | null {
  if (words === 'now') return { from: now, to: now };
  const ago = parseLength(words.replace(/ ago$/u, ''));
  if (ago !== null && words.endsWith(' ago')) return { from: now - ago, to: now - ago };
  if (after === null || !/^[\d:. apm]+$/u.test(words)) return parseMoment(words, now);
  const time = parseMoment(words, after.from);
  return time !== null && time.to <= after.from && time.from === time.to ? nextDay(time) : time;
}

function nextDay({ from, to }: Moment): Moment {
  const shifted = (at: EpochMs): EpochMs => {
    const date = new Date(at);
    return date.setDate(date.getDate() + 1);
  };
  return { from: shifted(from), to: shifted(to) };
}

function checked(view: TimeView, now: EpochMs): ParsedTimeRange {
  const ms = view.type === 'last' ? view.ms : view.to - view.from;
  if (view.type === 'fixed') {
    if (view.from >= view.to) return refused({ code: 'range.order' });
    if (view.from >= now) return refused({ code: 'range.future' });
  }
  if (ms < SHORTEST_VIEW_MS) return refused({ code: 'range.short' });
  if (ms > LONGEST_VIEW_MS) return refused({ code: 'range.long' });
  return { ok: true, view: view.type === 'fixed' ? { ...view, to: Math.min(view.to, now) } : view };
}

function refused(problem: TimeRangeProblem): ParsedTimeRange {
  return { ok: false, problem };
}

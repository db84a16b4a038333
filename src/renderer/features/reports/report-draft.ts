/** The form of a report: its range and its file. Pure. */
import type { WrittenFormat } from '../../../contract/model/report-schedule.ts';
import type { Report } from '../../../contract/model/report.ts';
import type { TimeRangeProblem } from '../../../shared/time-range.ts';
import type { TimeSpan } from '../../../shared/time-view.ts';
import { EMPTY_MATCH, type MatchDraft } from '../../form/match/match-draft.ts';
import { typedSpan } from '../../form/range/typed-range.ts';

export const FORMATS = [
  { value: 'html', label: 'HTML' },
  { value: 'pdf', label: 'PDF' },
  { value: 'csv', label: 'CSV' },
  { value: 'json', label: 'JSON' },
] as const satisfies readonly { readonly value: WrittenFormat; readonly label: string }[];

export const RANGES = [
  { value: 'lastMonth', label: 'Last month' },
  { value: 'thisMonth', label: 'This month' },
  { value: 'week', label: 'Last 7 days' },
  { value: 'days30', label: 'Last 30 days' },
  { value: 'typed', label: 'Other' },
] as const;

export type RangeChoice = (typeof RANGES)[number]['value'];

export interface ReportDraft extends MatchDraft {
  readonly range: RangeChoice;
  /** For `typed`: such as `2026-10-01 to 2026-11-01`. */
  readonly typed: string;
  readonly format: WrittenFormat;
  readonly mask: boolean;
}

export const NEW_REPORT: ReportDraft = { ...EMPTY_MATCH, range: 'lastMonth', typed: '', format: 'html', mask: false };

const DAY = 86_400_000;

/** The range of the report; a problem if the typed text is not a range. Months are in this computer's time zone. */
export function rangeOf({ range, typed }: ReportDraft, now: number): TimeSpan | TimeRangeProblem {
  const date = new Date(now);
  const month = (offset: number) => new Date(date.getFullYear(), date.getMonth() + offset, 1).getTime();
  switch (range) {
    case 'lastMonth':
      return { from: month(-1), to: month(0) };
    case 'thisMonth':
      return { from: month(0), to: now };
    case 'week':
      return { from: now - 7 * DAY, to: now };
    case 'days30':
      return { from: now - 30 * DAY, to: now };
    case 'typed':
      return typedSpan(typed, now);
  }
}

/** Such as `lookout-report-2026-10-01-to-2026-11-01.html`, with the days of this computer's time zone. */
export function fileNameOf({ from, to }: Pick<Report, 'from' | 'to'>, format: WrittenFormat): string {
  // Swedish writes dates as ISO 8601 does.
  const day = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short' });
  return `lookout-report-${day.format(from)}-to-${day.format(to)}.${format}`;
}

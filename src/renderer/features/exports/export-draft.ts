/** The form of an export of results. Pure. */
import type { ResultFormat } from '../../../contract/model/result-export.ts';
import type { TimeRangeProblem } from '../../../shared/time-range.ts';
import type { TimeSpan, TimeView } from '../../../shared/time-view.ts';
import { EMPTY_MATCH, type MatchDraft } from '../../form/match/match-draft.ts';
import { typedSpan, wholeSpan } from '../../form/range/typed-range.ts';

export const FORMATS = [
  { value: 'csv', label: 'CSV' },
  { value: 'jsonl', label: 'JSON Lines' },
  { value: 'parquet', label: 'Parquet' },
  { value: 'sqlite', label: 'SQLite' },
] as const satisfies readonly { readonly value: ResultFormat; readonly label: string }[];

export const RANGES = [
  { value: 'day', label: 'Last 24 hours' },
  { value: 'week', label: 'Last 7 days' },
  { value: 'days30', label: 'Last 30 days' },
  { value: 'all', label: 'All stored results' },
  { value: 'typed', label: 'Other' },
] as const;

/** `shown`: the range of the page's charts. */
export type RangeChoice = (typeof RANGES)[number]['value'] | 'shown';

export interface ExportDraft extends MatchDraft {
  readonly range: RangeChoice;
  /** For `typed`: such as `yesterday 9-17`. */
  readonly typed: string;
  readonly format: ResultFormat;
}

export const NEW_EXPORT: ExportDraft = { ...EMPTY_MATCH, range: 'week', typed: '', format: 'csv' };

const DAY = 86_400_000;

/**
 * The range of the export; a problem if the typed text is not a range.
 * @param shown the view of the charts; null: there are none
 */
export function rangeOf(
  { range, typed }: Pick<ExportDraft, 'range' | 'typed'>,
  shown: TimeView | null,
  now: number,
): TimeSpan | TimeRangeProblem {
  switch (range) {
    case 'day':
      return { from: now - DAY, to: now };
    case 'week':
      return { from: now - 7 * DAY, to: now };
    case 'days30':
      return { from: now - 30 * DAY, to: now };
    case 'all':
      return { from: 0, to: now };
    case 'shown':
      return wholeSpan(shown ?? { type: 'last', ms: DAY }, now);
    case 'typed':
      return typedSpan(typed, now);
  }
}

/** The days of a calendar, on the clock of this computer. Pure. */

/** What a calendar shows. */
export type CalendarSpan = 'month' | 'week';

export interface CalendarDay {
  /** Midnight, in epoch milliseconds; a day on which the clocks change has 23 or 25 hours. */
  readonly from: number;
  readonly to: number;
  /** False: it belongs to the month before or after. */
  readonly inMonth: boolean;
}

/** Whole weeks from Monday on: those of the month, or the one week, with a moment in them. */
export function calendarDays(span: CalendarSpan, at: number): readonly CalendarDay[] {
  const date = new Date(at);
  const month = date.getMonth();
  const first = span === 'month' ? new Date(date.getFullYear(), month, 1) : date;
  const start = first.getDate() - ((first.getDay() + 6) % 7);
  const midnight = (day: number): number => new Date(first.getFullYear(), first.getMonth(), start + day).getTime();
  const last = new Date(date.getFullYear(), month + 1, 1).getTime();
  const days: CalendarDay[] = [];
  const goesOn = (): boolean =>
    days.length === 0 || days.length % 7 !== 0 || (span === 'month' && midnight(days.length) < last);
  while (goesOn()) {
    const from = midnight(days.length);
    days.push({ from, to: midnight(days.length + 1), inMonth: span === 'week' || new Date(from).getMonth() === month });
  }
  return days;
}

/** A moment in the span before or after. @param step -1 or 1 */
export function stepCalendar(span: CalendarSpan, at: number, step: number): number {
  const date = new Date(at);
  return span === 'month'
    ? new Date(date.getFullYear(), date.getMonth() + step, 1).getTime()
    : new Date(date.getFullYear(), date.getMonth(), date.getDate() + 7 * step).getTime();
}

/** The entries that overlap a day. */
export function onDay<Entry extends { readonly from: number; readonly to: number }>(
  { from, to }: CalendarDay,
  entries: readonly Entry[],
): readonly Entry[] {
  return entries.filter((entry) => entry.from < to && entry.to > from);
}

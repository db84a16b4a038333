import { describe, expect, test } from 'vitest';
import { parseTimeRange } from './time-range.ts';
import { readTimeView, spanOf, writeTimeView, type TimeView } from './time-view.ts';

/** A Monday afternoon, local time. */
const NOW = new Date(2026, 10, 30, 15, 30, 20).getTime();
const HOUR = 3_600_000;
const at = (month: number, day: number, hour = 0, minute = 0, second = 0) =>
  new Date(2026, month - 1, day, hour, minute, second).getTime();

function viewOf(text: string, now = NOW): TimeView {
  const parsed = parseTimeRange(text, now);
  if (!parsed.ok) throw new Error(`Refused ${text}: ${JSON.stringify(parsed.problem)}`);
  return parsed.view;
}

describe('a typed range', () => {
  test.each([
    ['last 36 h', 36 * HOUR],
    ['2 days', 48 * HOUR],
    ['the past 90 minutes', 1.5 * HOUR],
    ['1 h 30 min', 1.5 * HOUR],
    ['1.5h', 1.5 * HOUR],
    ['Last hour', HOUR],
    ['3 weeks', 21 * 24 * HOUR],
    ['2y', 730 * 24 * HOUR],
    ['live', HOUR / 12],
  ])('%s ends now', (text, ms) => expect(viewOf(text)).toEqual({ type: 'last', ms }));

  test.each([
    ['yesterday 9-17', at(11, 29, 9), at(11, 29, 17)],
    ['yesterday 9:30 - 11:00', at(11, 29, 9, 30), at(11, 29, 11)],
    ['yesterday 9am-5pm', at(11, 29, 9), at(11, 29, 17)],
    ['yesterday 22-6', at(11, 29, 22), at(11, 30, 6)],
    ['yesterday', at(11, 29), at(11, 30)],
    ['9-12', at(11, 30, 9), at(11, 30, 12)],
    ['9:00 to 10:15', at(11, 30, 9), at(11, 30, 10, 15)],
    ['yesterday 22:00 to 6:00', at(11, 29, 22), at(11, 30, 6)],
    ['2026-11-01 to 2026-11-08', at(11, 1), at(11, 9)],
    ['from 2026-11-01 until 2026-11-08 12:00', at(11, 1), at(11, 8, 12)],
    ['2026-11-01 10:00:05 – 2026-11-01 10:20', at(11, 1, 10, 0, 5), at(11, 1, 10, 20)],
    ['2026-11-01T10:00 to 2026-11-01T10:20', at(11, 1, 10), at(11, 1, 10, 20)],
    ['2026-11-01', at(11, 1), at(11, 2)],
    ['Nov 3 to Nov 5', at(11, 3), at(11, 6)],
    ['3 november 2026, 8-9', at(11, 3, 8), at(11, 3, 9)],
    ['friday', at(11, 27), at(11, 28)],
    ['last week', at(11, 23), at(11, 30)],
    ['last month', at(10, 1), at(11, 1)],
    ['october', at(10, 1), at(11, 1)],
    ['2026-10', at(10, 1), at(11, 1)],
    ['since yesterday', at(11, 29), NOW],
    ['since 9:00', at(11, 30, 9), NOW],
    ['9:00', at(11, 30, 9), NOW],
    ['3 h ago to 1 h ago', NOW - 3 * HOUR, NOW - HOUR],
    ['today', at(11, 30), NOW],
    ['this week', at(11, 30), NOW],
    [
      '2026-11-29T10:00Z to 2026-11-29T10:30:00.250Z',
      Date.UTC(2026, 10, 29, 10),
      Date.UTC(2026, 10, 29, 10, 30, 0, 250),
    ],
    ['2026-11-29 10:00 +02:00 to 2026-11-29 10:30 UTC', Date.UTC(2026, 10, 29, 8), Date.UTC(2026, 10, 29, 10, 30)],
    ['1764450000000 to 1764453600000', 1_764_450_000_000, 1_764_453_600_000],
  ])('%s is from one time to another', (text, from, to) => expect(viewOf(text)).toEqual({ type: 'fixed', from, to }));

  test.each([
    ['', { code: 'range.empty' }],
    ['  ', { code: 'range.empty' }],
    ['the other day', { code: 'range.notUnderstood', part: 'the other day' }],
    ['2026-02-30 to 2026-03-01', { code: 'range.notUnderstood', part: '2026-02-30' }],
    ['2026-11-01 to soon', { code: 'range.notUnderstood', part: 'soon' }],
    ['yesterday 25:00', { code: 'range.notUnderstood', part: 'yesterday 25:00' }],
    ['36 parsecs', { code: 'range.notUnderstood', part: '36 parsecs' }],
    ['2026-11-08 to 2026-11-01', { code: 'range.order' }],
    ['2026-12-24', { code: 'range.future' }],
    ['0 h', { code: 'range.short' }],
    ['100 years', { code: 'range.long' }],
  ])('%s is refused with a reason', (text, problem) =>
    expect(parseTimeRange(text, NOW)).toEqual({ ok: false, problem }),
  );

  test('has the hours that a day has when clocks change', () => {
    const days = [
      ['2026-03-29', 23],
      ['2026-10-25', 25],
    ] as const;
    for (const [day, hours] of days) {
      const { from, to } = spanOf(viewOf(day), NOW);
      const changes = new Date(from).getTimezoneOffset() !== new Date(to).getTimezoneOffset();
      expect((to - from) / HOUR).toBe(changes ? hours : 24);
    }
  });
});

describe('a view in an address', () => {
  test.each<TimeView>([
    { type: 'last', ms: 36 * HOUR },
    { type: 'fixed', from: 1_764_450_000_000, to: 1_764_453_600_001 },
  ])('comes back: $type', (view) => expect(readTimeView(writeTimeView(view))).toEqual(view));

  test.each([
    '',
    'last=',
    'last=-5',
    'last=1',
    'last=1e9',
    'from=5',
    'from=5000&to=4000',
    'from=0&to=99999999999999999',
  ])('is refused: %s', (query) => expect(readTimeView(query)).toBeNull());
});

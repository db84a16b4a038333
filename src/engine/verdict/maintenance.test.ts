import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MaintenanceSchedule } from '../../contract/model/maintenance.ts';
import { neverPauses, nextOccurrences, occurrenceAt } from './maintenance.ts';

const HOUR = 3_600_000;
const at = (iso: string) => Date.parse(iso);
const starts = (schedule: MaintenanceSchedule, after: string, limit = 3) =>
  nextOccurrences(schedule, at(after), limit).map(({ from }) => new Date(from).toISOString().slice(0, 16));
const berlin = { duration: 2 * HOUR, timezone: 'Europe/Berlin' };

describe('occurrences', () => {
  test('once', () => {
    const once = { from: at('2026-12-01T21:00Z'), to: at('2026-12-01T23:00Z'), timezone: '' };
    expect(nextOccurrences(once, once.from - 1, 3)).toEqual([{ from: once.from, to: once.to }]);
    expect(occurrenceAt(once, once.from)).not.toBeNull();
    expect(occurrenceAt(once, once.from - 1)).toBeNull();
    expect(occurrenceAt(once, once.to)).toBeNull();
    expect(nextOccurrences(once, once.to, 3)).toEqual([]);
  });

  test('by a cron expression, at the same local time in summer and winter', () => {
    const sundays = { ...berlin, cron: '0 2 * * SUN' };
    expect(starts(sundays, '2026-10-19T00:00Z')).toEqual(['2026-10-25T00:00', '2026-11-01T01:00', '2026-11-08T01:00']);
  });

  test('on days of the week', () => {
    const schedule = { ...berlin, weekdays: ['mon', 'fri'] as const, at: '22:30' };
    expect(starts(schedule, '2026-11-30T12:00Z')).toEqual(['2026-11-30T21:30', '2026-12-04T21:30', '2026-12-07T21:30']);
  });

  test('on days of the month; months without the day are skipped, and the last day is always there', () => {
    const day31 = { ...berlin, timezone: 'UTC', monthDays: [31] as const, at: '04:00' };
    expect(starts(day31, '2026-02-01T00:00Z')).toEqual(['2026-03-31T04:00', '2026-05-31T04:00', '2026-07-31T04:00']);
    const last = { ...day31, monthDays: [1, 'last'] as const };
    expect(starts(last, '2026-02-02T00:00Z')).toEqual(['2026-02-28T04:00', '2026-03-01T04:00', '2026-03-31T04:00']);
  });

  test('a time that the clocks skip begins after the gap, and one that comes twice begins once', () => {
    const nightly = { ...berlin, duration: HOUR, cron: '30 2 * * *' };
    expect(starts(nightly, '2026-03-28T12:00Z', 2)).toEqual(['2026-03-29T01:00', '2026-03-30T00:30']);
    expect(starts(nightly, '2026-10-24T12:00Z', 2)).toEqual(['2026-10-25T00:30', '2026-10-26T01:30']);
  });

  test('lasts as long as it says, also while the clocks change', () => {
    const night = { ...berlin, duration: 4 * HOUR, cron: '0 1 * * *' };
    expect(occurrenceAt(night, at('2026-03-29T01:30Z'))).toEqual({
      from: at('2026-03-29T00:00Z'),
      to: at('2026-03-29T04:00Z'),
    });
  });

  test('those that overlap are one', () => {
    const daily = { ...berlin, timezone: 'UTC', cron: '0 0,1,2,12 * * *' };
    expect(nextOccurrences(daily, at('2026-05-01T01:30Z'), 2)).toEqual([
      { from: at('2026-05-01T00:00Z'), to: at('2026-05-01T04:00Z') },
      { from: at('2026-05-01T12:00Z'), to: at('2026-05-01T14:00Z') },
    ]);
  });

  test('a window without pauses is a row of long occurrences', () => {
    const always = { cron: '* * * * *', duration: 31 * 24 * HOUR, timezone: 'UTC' };
    expect(occurrenceAt(always, at('2026-05-01T01:30Z'))).not.toBeNull();
  });

  test('are in order, do not overlap, and end after the time asked for', () => {
    const hours = fc.array(fc.integer({ min: 0, max: 23 }), { minLength: 1, maxLength: 4 });
    const times = fc.integer({ min: at('2026-03-20T00:00Z'), max: at('2026-11-10T00:00Z') });
    fc.assert(
      fc.property(hours, times, fc.integer({ min: 1, max: 30 }), (of, after, length) => {
        const schedule = { ...berlin, cron: `15 ${of.join(',')} * * *`, duration: (length * HOUR) / 4 };
        const next = nextOccurrences(schedule, after, 4);
        for (const [index, { from, to }] of next.entries()) {
          expect(to).toBeGreaterThan(Math.max(from, after));
          expect(from).toBeGreaterThan(next[index - 1]?.to ?? -Infinity);
        }
      }),
      { numRuns: 40 },
    );
  });
});

test.each([
  ['*/5 * * * *', 2 * HOUR, true],
  ['0 0 * * *', 24 * HOUR, true],
  ['0 0 * * *', 24 * HOUR - 60_000, false],
  // Its occurrences are one long one each day, which ends.
  ['* 8-17 * * *', 2 * HOUR, false],
  ['0 2 * * SUN', 31 * 24 * HOUR, true],
  ['0 2 1 1 *', 31 * 24 * HOUR, false],
])('whether %s for %d ms never pauses: %s', (cron, duration, expected) => {
  expect(neverPauses(cron, duration)).toBe(expected);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { localDays, localHours } from './local-periods.ts';

const HOUR = 3_600_000;

describe('local days', () => {
  test.each([
    // Clocks go forward on 29 March and back on 25 October.
    ['Europe/Berlin', '2026-03-30T12:00Z', ['2026-03-28', '2026-03-29', '2026-03-30'], [24, 23, 24]],
    ['Europe/Berlin', '2026-10-25T23:30Z', ['2026-10-24', '2026-10-25', '2026-10-26'], [24, 25, 24]],
    ['Australia/Lord_Howe', '2026-04-05T12:00Z', ['2026-04-03', '2026-04-04', '2026-04-05'], [24, 24, 24.5]],
    ['Asia/Kolkata', '2026-01-01T18:30Z', ['2025-12-31', '2026-01-01', '2026-01-02'], [24, 24, 24]],
    // Clocks skip midnight: the day begins at 01:00.
    ['America/Santiago', '2026-09-06T12:00Z', ['2026-09-04', '2026-09-05', '2026-09-06'], [24, 24, 23]],
    ['Pacific/Apia', '2011-12-31T12:00Z', ['2011-12-29', '2011-12-30', '2011-12-31'], null],
  ] as const)('in %s up to %s', (zone, now, dates, hours) => {
    const days = localDays(3, Date.parse(now), zone);
    if (hours === null) {
      // The whole 30th was skipped when Samoa crossed the date line.
      expect(days.edges.every((edge, index) => index === 0 || edge >= (days.edges[index - 1] ?? 0))).toBe(true);
      return;
    }
    expect(days.dates).toEqual(dates);
    expect(hours.map((_, index) => ((days.edges[index + 1] ?? 0) - (days.edges[index] ?? 0)) / HOUR)).toEqual(hours);
  });

  test('contain now, and each begins when clocks first show its date', () => {
    const zones = fc.constantFrom('Europe/Berlin', 'America/New_York', 'America/Santiago', 'Asia/Kolkata', 'UTC');
    const nows = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2030, 0, 1) });
    fc.assert(
      fc.property(zones, nows, fc.integer({ min: 1, max: 20 }), (zone, now, count) => {
        const { dates, edges } = localDays(count, now, zone);
        expect([edges[count - 1]! <= now, edges[count]! > now, dates.length, edges.length]).toEqual([
          true,
          true,
          count,
          count + 1,
        ]);
        const shown = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' });
        for (const [index, date] of dates.entries()) {
          expect(shown.format(edges[index])).toBe(date);
          expect(shown.format(edges[index]! - 1) < date).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('local hours', () => {
  test('are what clocks show, also on days on which they are changed', () => {
    const zones = fc.constantFrom('Europe/Berlin', 'America/New_York', 'America/Santiago', 'Asia/Kolkata', 'UTC');
    const nows = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2026, 11, 31) });
    fc.assert(
      fc.property(zones, nows, (zone, now) => {
        const { edges, cells } = localHours(14, now, zone);
        const shown = new Intl.DateTimeFormat('en-US', {
          timeZone: zone,
          weekday: 'short',
          hour: 'numeric',
          hourCycle: 'h23',
        });
        const names = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
        for (const [index, cell] of cells.entries()) {
          const parts = shown.formatToParts(edges[index]);
          const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
          expect(cell).toBe(names.indexOf(part('weekday')) * 24 + Number(part('hour')));
        }
        expect(edges).toHaveLength(cells.length + 1);
      }),
      { numRuns: 30 },
    );
  });

  test('an hour that clocks skip has no cell, and one that they repeat has two periods', () => {
    const of = (now: string) => {
      const { cells } = localHours(1, Date.parse(now), 'Europe/Berlin');
      return [2, 3].map((hour) => cells.filter((cell) => cell === hour).length);
    };
    expect(of('2026-03-29T12:00Z')).toEqual([0, 1]);
    expect(of('2026-10-25T12:00Z')).toEqual([2, 1]);
    expect(of('2026-06-07T12:00Z')).toEqual([1, 1]);
  });
});

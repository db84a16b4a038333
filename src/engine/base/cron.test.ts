import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instantOf, isCron, isTimeZone } from './cron.ts';

describe('instantOf', () => {
  const at = (iso: string, zone: string) => new Date(instantOf(Date.parse(`${iso}Z`), zone)).toISOString();
  test.each([
    ['2026-07-01T12:00', 'Europe/Berlin', '2026-07-01T10:00:00.000Z'],
    ['2026-12-01T22:00', 'Europe/Berlin', '2026-12-01T21:00:00.000Z'],
    ['2026-12-01T22:00', 'Asia/Kolkata', '2026-12-01T16:30:00.000Z'],
    ['2026-12-01T22:00', 'Pacific/Kiritimati', '2026-12-01T08:00:00.000Z'],
    ['2026-12-01T22:00', 'UTC', '2026-12-01T22:00:00.000Z'],
    // Clocks go from 02:00 to 03:00: half past two does not exist.
    ['2026-03-29T02:30', 'Europe/Berlin', '2026-03-29T01:00:00.000Z'],
    ['2026-03-08T02:59', 'America/New_York', '2026-03-08T07:00:00.000Z'],
    ['2026-10-04T02:15', 'Australia/Lord_Howe', '2026-10-03T15:30:00.000Z'],
    // Later on a day on which the clocks change.
    ['2026-03-29T04:00', 'Europe/Berlin', '2026-03-29T02:00:00.000Z'],
    ['2026-10-25T04:00', 'Europe/Berlin', '2026-10-25T03:00:00.000Z'],
    // Clocks go from 03:00 back to 02:00: half past two comes twice.
    ['2026-10-25T02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
    ['2026-11-01T01:30', 'America/New_York', '2026-11-01T05:30:00.000Z'],
  ])('%s in %s is %s', (wall, zone, expected) => {
    expect(at(wall, zone)).toBe(expected);
  });

  test('the clock of the zone then shows the time, unless clocks skip it', () => {
    const minute = fc.integer({ min: Date.UTC(2024, 0, 1) / 60_000, max: Date.UTC(2027, 0, 1) / 60_000 });
    const zones = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata');
    fc.assert(
      fc.property(minute, zones, (minutes, zone) => {
        const wall = minutes * 60_000;
        const shown = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
        const seen = Date.parse(`${shown.format(instantOf(wall, zone)).replace(' ', 'T')}Z`);
        expect(seen === wall || (seen - wall <= 3_600_000 && seen > wall)).toBe(true);
      }),
    );
  });
});

test('knows time zones and cron expressions', () => {
  expect([isTimeZone('Europe/Berlin'), isTimeZone('Europe/Nowhere'), isTimeZone('')]).toEqual([true, false, false]);
  expect([isCron('0 2 * * SUN'), isCron('0 0 2 * * SUN'), isCron('0 2 * *'), isCron('nightly')]).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

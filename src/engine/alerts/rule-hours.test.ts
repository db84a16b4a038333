import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RuleHours } from '../../contract/model/alert-rule.ts';
import { WEEKDAYS } from '../../contract/model/weekday.ts';
import { isWithin, parseTimeOfDay, untilWithin } from './rule-hours.ts';

const WORK: RuleHours = {
  days: ['mon', 'tue', 'wed', 'thu', 'fri'],
  from: '08:00',
  to: '18:00',
  timezone: 'Europe/Berlin',
};
const NIGHT: RuleHours = { days: ['fri'], from: '22:00', to: '06:00', timezone: 'UTC' };
const MINUTE = 60_000;

describe('a time of day', () => {
  test.each([
    ['08:00', 480],
    ['8:05', 485],
    ['23:59', 1439],
    ['00:00', 0],
  ])('%s is minute %d', (text, minutes) => expect(parseTimeOfDay(text)).toBe(minutes));

  test.each(['24:00', '8', '08:60', ' 08:00', 'noon', ''])('%s is not a time of day', (text) =>
    expect(parseTimeOfDay(text)).toBeNull(),
  );
});

describe('the hours of a rule', () => {
  test.each([
    // 30 November 2026 is a Monday; Berlin is an hour ahead of UTC in winter.
    ['2026-11-30T06:59:59Z', false],
    ['2026-11-30T07:00:00Z', true],
    ['2026-11-30T16:59:59Z', true],
    ['2026-11-30T17:00:00Z', false],
    ['2026-11-29T12:00:00Z', false],
    // In summer, two hours.
    ['2026-07-06T06:00:00Z', true],
    ['2026-07-06T05:59:00Z', false],
  ])('in Berlin, %s is %s', (at, within) => expect(isWithin(WORK, Date.parse(at))).toBe(within));

  test.each([
    ['2026-11-27T21:59:00Z', false],
    ['2026-11-27T22:00:00Z', true],
    ['2026-11-28T05:59:00Z', true],
    ['2026-11-28T06:00:00Z', false],
    ['2026-11-28T22:30:00Z', false],
  ])('over midnight, %s is %s', (at, within) => expect(isWithin(NIGHT, Date.parse(at))).toBe(within));

  test.each([
    // On 29 March 2026, clocks in Berlin go from 02:00 to 03:00, at 01:00 UTC; on 25 October from 03:00 back to 02:00.
    ['2026-03-29T00:59:59Z', true],
    ['2026-03-29T01:00:00Z', true],
    ['2026-03-29T01:59:59Z', true],
    ['2026-03-29T02:00:00Z', false],
    ['2026-10-25T00:30:00Z', true],
    ['2026-10-25T01:30:00Z', true],
    ['2026-10-25T02:59:59Z', true],
    ['2026-10-25T03:00:00Z', false],
  ])('from 01:00 to 04:00 in Berlin, when the clocks change, %s is %s', (at, within) => {
    const hours = { days: WEEKDAYS, from: '01:00', to: '04:00', timezone: 'Europe/Berlin' };
    expect(isWithin(hours, Date.parse(at))).toBe(within);
  });

  test.each(['2026-03-28T23:30:00Z', '2026-10-24T23:30:00Z'])('begin when they should after %s', (from) => {
    const hours = { days: WEEKDAYS, from: '04:00', to: '05:00', timezone: 'Europe/Berlin' } as const;
    // As the caller does: wait, and ask again.
    let at = Date.parse(from);
    for (let wait = untilWithin(hours, at); wait > 0; wait = untilWithin(hours, at)) at += wait;
    const local = new Intl.DateTimeFormat('en', { timeZone: 'Europe/Berlin', timeStyle: 'short', hourCycle: 'h23' });
    expect(local.format(at)).toBe('04:00');
  });

  test('begin at the first minute that is within them', () => {
    const minute = fc.integer({ min: 0, max: 1439 });
    const text = minute.map(
      (at) => `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`,
    );
    const hours = fc.record({
      days: fc.subarray([...WEEKDAYS], { minLength: 1 }),
      from: text,
      to: text,
      // Two zones that are not whole hours from UTC, one of which changes its clocks by half an hour.
      timezone: fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kathmandu', 'Australia/Lord_Howe'),
    });
    // Around the days on which clocks change in Berlin and on Lord Howe Island.
    const now = fc
      .tuple(fc.constantFrom('2026-03-28', '2026-10-24', '2026-10-03', '2026-11-30'), fc.nat(2 * 86_400_000))
      .map(([day, ms]) => Date.parse(day) + ms);
    const atMost = fc.integer({ min: 1, max: 90 }).map((minutes) => minutes * MINUTE);
    fc.assert(
      fc.property(hours, now, atMost, (rule, at, most) => {
        let wait = isWithin(rule, at) ? 0 : MINUTE - (at % MINUTE);
        while (wait > 0 && wait < most && !isWithin(rule, at + wait)) wait += MINUTE;
        expect(untilWithin(rule, at, most)).toBe(Math.min(wait, most));
      }),
      { numRuns: 200 },
    );
  });

  test('are the whole day if start and end are equal, and always if there are none', () => {
    const sundays = { days: ['sun'], from: '00:00', to: '00:00', timezone: 'UTC' } as const;
    expect(isWithin(sundays, Date.parse('2026-11-29T23:59:59Z'))).toBe(true);
    expect(isWithin(sundays, Date.parse('2026-11-30T00:00:00Z'))).toBe(false);
    expect(isWithin({ ...sundays, days: WEEKDAYS }, Date.parse('2026-11-30T00:00:00Z'))).toBe(true);
    expect(isWithin(null, 0)).toBe(true);
  });
});

test('says when they begin, within the hour', () => {
  const at = (time: string) => untilWithin(WORK, Date.parse(time));
  expect(at('2026-11-30T06:58:30Z')).toBe(90_000);
  expect(at('2026-11-30T07:00:30Z')).toBe(0);
  expect(at('2026-11-30T00:00:00Z')).toBe(60 * MINUTE);
});

import { describe, expect, test } from 'vitest';
import { planEnds, planSeries, type Coverage, type SeriesPlan } from './series-plan.ts';
import { DAY_ONE } from './testing/store-fixture.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const ALL: Coverage = { resultsFrom: -Infinity, minutesFrom: -Infinity, hoursFrom: -Infinity };

function plan(spanMs: number, points: number, coverage = ALL, checks = Infinity): SeriesPlan {
  return planSeries({ from: DAY_ONE + 1, to: DAY_ONE + spanMs, points }, coverage, (_from, _to, limit) =>
    Math.min(checks, limit),
  );
}

describe('the plan of a series', () => {
  test.each([
    ['5 minutes', 5 * MINUTE, 1000, 'results'],
    ['an hour', HOUR, 10_000, 'results'],
    ['6 hours', 6 * HOUR, MINUTE, 'minute'],
    ['a day', DAY, 5 * MINUTE, 'minute'],
    ['7 days', 7 * DAY, 30 * MINUTE, 'minute'],
    ['30 days', 30 * DAY, 2 * HOUR, 'hour'],
    ['a year', 365 * DAY, DAY, 'day'],
    ['ten years', 3650 * DAY, 10 * DAY, 'day'],
    ['a thousand years', 365_000 * DAY, 365 * DAY, 'day'],
  ] as const)('over %s has points of a round width', (_, spanMs, step, source) => {
    expect(plan(spanMs, 400)).toMatchObject({ step, source });
  });

  test('takes whole points', () => {
    const { from, to } = planSeries({ from: 10_999, to: 20_001, points: 10 }, ALL, () => Infinity);
    expect([from, to]).toEqual([10_000, 20_999]);
  });

  test('takes single checks while they are fewer than the points', () => {
    expect(plan(HOUR, 400, ALL, 400)).toMatchObject({
      step: 0,
      source: 'results',
      from: DAY_ONE + 1,
      to: DAY_ONE + HOUR,
    });
    expect(plan(HOUR, 400, ALL, 401)).toMatchObject({ step: 10_000 });
    expect(plan(0, 1, ALL, 5)).toMatchObject({ step: 1000 });
  });

  test('takes rollups where single results are gone, and hours where minutes are', () => {
    const noResults = { resultsFrom: DAY_ONE + MINUTE, minutesFrom: -Infinity, hoursFrom: -Infinity };
    expect(plan(5 * MINUTE, 400, noResults, 1)).toMatchObject({ step: MINUTE, source: 'minute' });
    const noMinutes = { resultsFrom: DAY_ONE + DAY, minutesFrom: DAY_ONE + HOUR, hoursFrom: -Infinity };
    expect(plan(5 * MINUTE, 400, noMinutes, 1)).toMatchObject({ step: HOUR, source: 'hour' });
    expect(plan(300 * DAY, 400, noMinutes, 1)).toMatchObject({ step: DAY, source: 'day' });
    const noHours = { ...noMinutes, hoursFrom: DAY_ONE + 5 * HOUR };
    expect(plan(5 * MINUTE, 400, noHours, 1)).toMatchObject({ step: DAY, source: 'day' });
  });
});

describe('the ends of a series', () => {
  const ends = (from: number, to: number, points: number, coverage: Partial<Coverage> = {}) => {
    const kept = { ...ALL, ...coverage };
    return planEnds(
      planSeries({ from: DAY_ONE + from, to: DAY_ONE + to, points }, kept, () => Infinity),
      kept,
    ).map((stretch) => [stretch.source, stretch.from - DAY_ONE, stretch.to - DAY_ONE]);
  };

  test('are nothing where the range begins and ends with a point', () => {
    expect(ends(0, DAY - 1, 24)).toEqual([]);
  });

  test('are what the range has of its first and last point, in the widest rollups and single checks', () => {
    const from = HOUR + 5 * MINUTE + 7_000;
    const to = 23 * HOUR + 2 * MINUTE;
    expect(ends(from, to, 12)).toEqual([
      ['results', from, HOUR + 6 * MINUTE - 1],
      ['minute', HOUR + 6 * MINUTE, 2 * HOUR - 1],
      ['hour', 22 * HOUR, 23 * HOUR - 1],
      ['minute', 23 * HOUR, to - 1],
      ['results', to, to],
    ]);
    expect(ends(DAY - 1, 30 * DAY, 6)).toEqual([
      ['results', DAY - 1, DAY - 1],
      ['day', 26 * DAY, 30 * DAY - 1],
      ['results', 30 * DAY, 30 * DAY],
    ]);
  });

  test('are one where the range is within a point', () => {
    expect(ends(HOUR + 1_200, HOUR + 1_900, 1)).toEqual([['results', HOUR + 1_200, HOUR + 1_900]]);
    expect(ends(90_000, 150_500, 1)).toEqual([
      ['results', 90_000, 119_999],
      ['results', 120_000, 150_500],
    ]);
  });

  test('are whole rollups where what they were made of is gone', () => {
    const from = HOUR + 5 * MINUTE + 7_000;
    const to = 23 * HOUR + 2 * MINUTE;
    expect(ends(from, to, 12, { resultsFrom: DAY_ONE + 12 * HOUR })).toEqual([
      ['minute', HOUR + 5 * MINUTE, 2 * HOUR - 1],
      ['hour', 22 * HOUR, 23 * HOUR - 1],
      ['minute', 23 * HOUR, to - 1],
      ['results', to, to],
    ]);
    expect(ends(from, to, 12, { resultsFrom: DAY_ONE + DAY, minutesFrom: DAY_ONE + DAY })).toEqual([
      ['hour', HOUR, 2 * HOUR - 1],
      ['hour', 22 * HOUR, DAY - 1],
    ]);
    expect(
      ends(from, to, 1, { resultsFrom: DAY_ONE + DAY, minutesFrom: DAY_ONE + DAY, hoursFrom: DAY_ONE + DAY }),
    ).toEqual([['day', 0, DAY - 1]]);
  });
});

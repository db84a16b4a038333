import { expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../settings/settings.ts';
import { completeRetention, retentionOf, type KeepSettings } from './retention.ts';

const DAY_MS = 86_400_000;
const now = 1000 * DAY_MS;
const all = {
  keepResultsDays: 14,
  keepFailuresDays: 90,
  keepMinutesDays: 42,
  keepHistoryDays: 300,
  keepDailyDays: 900,
  keepIncidentsDays: 200,
} satisfies KeepSettings;

function daysKept(changes: Partial<KeepSettings>, at = now): Record<string, number> {
  const limits = Object.entries(retentionOf({ ...all, ...changes }, at));
  return Object.fromEntries(limits.map(([name, before]) => [name, (at - before) / DAY_MS]));
}

it('keeps each level as long as its setting says', () =>
  expect(daysKept({})).toEqual({
    resultsBefore: 14,
    failuresBefore: 90,
    minutesBefore: 42,
    historyBefore: 300,
    daysBefore: 900,
    incidentsBefore: 200,
    removedBefore: 7,
  }));

it('keeps failures, and what is coarser, at least as long as single results', () =>
  expect(
    daysKept({
      keepResultsDays: 100,
      keepFailuresDays: 1,
      keepMinutesDays: 1,
      keepHistoryDays: 1,
      keepDailyDays: 1,
      keepIncidentsDays: 1,
    }),
  ).toMatchObject({
    resultsBefore: 100,
    failuresBefore: 100,
    minutesBefore: 100,
    historyBefore: 100,
    daysBefore: 100,
    incidentsBefore: 1,
  }));

it('removes whole days, and up to a day late', () => {
  const kept = daysKept({}, now + DAY_MS / 4);
  expect(kept).toMatchObject({ resultsBefore: 14.25, minutesBefore: 42.25, daysBefore: 900.25 });
});

it('keeps failures longer than other results unless the person wants otherwise', () =>
  expect(DEFAULT_SETTINGS.keepFailuresDays).toBeGreaterThan(DEFAULT_SETTINGS.keepResultsDays));

it('completes limits that are not named', () => {
  const some = { resultsBefore: 5, failuresBefore: 4, historyBefore: 3, removedBefore: 2 };
  expect(completeRetention(some)).toEqual({ ...some, minutesBefore: 4, daysBefore: 3, incidentsBefore: 3 });
  expect(completeRetention({ ...some, incidentsBefore: 1 }).incidentsBefore).toBe(1);
});

import { expect, it } from 'vitest';
import { retentionOf } from './retention.ts';

const DAY_MS = 86_400_000;
const now = 1000 * DAY_MS;
const daysKept = (keepResultsDays: number, keepHistoryDays: number) => {
  const { resultsBefore, failuresBefore, historyBefore } = retentionOf({ keepResultsDays, keepHistoryDays }, now);
  return [resultsBefore, failuresBefore, historyBefore].map((before) => (now - before) / DAY_MS);
};

it('keeps failures three times as long as other results', () => expect(daysKept(14, 730)).toEqual([14, 42, 730]));

it('keeps failures at most as long as history', () => expect(daysKept(14, 20)).toEqual([14, 20, 20]));

it('keeps failures at least as long as other results', () => expect(daysKept(14, 7)).toEqual([14, 14, 7]));

it('keeps removed endpoints for seven days, whatever the settings are', () => {
  for (const days of [1, 14, 730]) {
    const { removedBefore } = retentionOf({ keepResultsDays: days, keepHistoryDays: days }, now);
    expect((now - removedBefore) / DAY_MS).toBe(7);
  }
});

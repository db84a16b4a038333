import { expect, test } from 'vitest';
import { completeRetention } from '../retention.ts';
import { memoryDatabasePerTest } from '../testing/memory-database.ts';
import { DAY_ONE } from '../testing/store-fixture.ts';
import { CoverageTable } from './coverage-table.ts';

const DAY = 86_400_000;
const memory = memoryDatabasePerTest();

const retention = (results: number, failures: number) =>
  completeRetention({
    resultsBefore: DAY_ONE + results,
    failuresBefore: DAY_ONE + failures,
    minutesBefore: DAY_ONE + results - DAY + 90_000,
    historyBefore: DAY_ONE - 400 * DAY,
    incidentsBefore: DAY_ONE - 400 * DAY,
    removedBefore: DAY_ONE - 400 * DAY,
  });

test('nothing is removed at first', () => {
  const coverage = new CoverageTable(memory.database);
  expect(coverage.read()).toEqual({ resultsFrom: -Infinity, minutesFrom: -Infinity, hoursFrom: -Infinity });
  expect(coverage.removes()(0, () => 'up')).toBe(false);
});

test('results are removed before their time, and failures before theirs', () => {
  const coverage = new CoverageTable(memory.database);
  coverage.note(retention(10 * DAY, 2 * DAY));
  const removes = coverage.removes();
  const at = (day: number, verdict: 'up' | 'down' | undefined) => removes(DAY_ONE + day * DAY, () => verdict);
  expect([at(10, 'up'), at(9.9, 'up'), at(9.9, 'down'), at(2, 'down'), at(1.9, 'down')]).toEqual([
    false,
    true,
    false,
    false,
    true,
  ]);
  // Its finding is gone, so it was not a failure that is kept.
  expect(at(9.9, undefined)).toBe(true);
  expect(coverage.read()).toMatchObject({ resultsFrom: DAY_ONE + 10 * DAY, minutesFrom: DAY_ONE + 9 * DAY + 60_000 });
});

test('what was removed stays removed when more is kept later', () => {
  const coverage = new CoverageTable(memory.database);
  coverage.note(retention(10 * DAY, 2 * DAY));
  coverage.note(retention(5 * DAY, DAY));
  expect(new CoverageTable(memory.database).read().resultsFrom).toBe(DAY_ONE + 10 * DAY);
  expect(coverage.removes()(DAY_ONE + 1.5 * DAY, () => 'down')).toBe(true);
});

test('a database that knows nothing of failures has removed none of them', () => {
  memory.database.exec(`INSERT INTO kept (what, since) VALUES ('results', ${DAY_ONE + 10 * DAY})`);
  const removes = new CoverageTable(memory.database).removes();
  expect([removes(DAY_ONE, () => 'down'), removes(DAY_ONE, () => 'up')]).toEqual([false, true]);
});

import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EpochMs } from '../../../contract/model/units.ts';
import { addRow, emptyRollup } from '../rollup.ts';
import { aResult, DAY_ONE, encodeResult, memoryLayouts } from '../testing/store-fixture.ts';
import { BlockTable } from './block-table.ts';
import { FindingTable } from './finding-table.ts';
import { FreshResults } from './fresh-results.ts';
import { JournalTable } from './journal-table.ts';
import { migrate } from './migrations.ts';
import { PlainResults } from './plain-results.ts';
import { ResultTable } from './result-table.ts';
import { RollupTable } from './rollup-table.ts';

const KEY = 1;
const MINUTE = 60_000;

let database: DatabaseSync;
let results: ResultTable;
let fresh: FreshResults;
let rollups: RollupTable;

beforeEach(() => {
  database = new DatabaseSync(':memory:');
  migrate(database, { file: ':memory:', now: DAY_ONE });
  database.exec(`INSERT INTO endpoint VALUES (${KEY}, 'a', '', '', 0, '', 0, NULL, NULL)`);
  fresh = new FreshResults();
  results = new ResultTable({
    findings: new FindingTable(database),
    journal: new JournalTable(database),
    fresh,
    blocks: new BlockTable(database),
    plain: new PlainResults(database),
  });
  rollups = new RollupTable(database, results, memoryLayouts());
});
afterEach(() => database.close());

function add(at: EpochMs): void {
  const counted = results.insert(KEY, encodeResult(aResult('a', at)));
  if (counted !== null) rollups.add(KEY, counted);
}

function minutesMade(): number {
  return Number(database.prepare('SELECT count(*) AS count FROM rollup_minute').get()?.['count']);
}

/** The number of checks in the minutes of the first hours, whether they are made or not. */
function counted(): number {
  const all = emptyRollup<number>();
  for (const row of rollups.range('minute', KEY, DAY_ONE, DAY_ONE + 600 * MINUTE)) addRow(all, row);
  return all.counts.up;
}

const until = (time: EpochMs) => ({ minute: time, hour: 0, day: 0 });

test('reads all results that are in no rollup', () => {
  for (let index = 0; index < 2500; index += 1) add(DAY_ONE + index);
  expect(counted()).toBe(2500);
});

describe('minutes of results that will be removed', () => {
  test('are made in bounded steps, after each of which every check counts once', () => {
    for (let index = 0; index < 600; index += 1) add(DAY_ONE + index * 10_000);
    const times = until(DAY_ONE + 90 * MINUTE - 1);
    let steps = 1;
    for (let made = 0; !rollups.makeUntil(KEY, times, 20); steps += 1) {
      // 20 checks are three minutes and a part of the fourth, which is made completely.
      expect(minutesMade() - made).toBe(4);
      made = minutesMade();
      rollups.forgetProgress();
      expect(counted()).toBe(600);
    }
    expect(steps).toBe(23);
    expect(minutesMade()).toBe(90);
    expect(counted()).toBe(600);
  });

  test('are made of no more checks than a step may read', () => {
    for (let index = 0; index < 60; index += 1) add(DAY_ONE + index * 10_000);
    // 18 checks are three minutes.
    expect(rollups.makeUntil(KEY, until(DAY_ONE + 9 * MINUTE), 18)).toBe(false);
    expect(minutesMade()).toBe(3);
  });

  test('are made again after a rollback', () => {
    for (let index = 0; index < 60; index += 1) add(DAY_ONE + index * 10_000);
    database.exec('BEGIN');
    expect(rollups.makeUntil(KEY, until(DAY_ONE + 5 * MINUTE), 1000)).toBe(true);
    database.exec('ROLLBACK');
    rollups.forgetProgress();
    expect([minutesMade(), counted()]).toEqual([0, 60]);
    rollups.makeUntil(KEY, until(DAY_ONE + 5 * MINUTE), 1000);
    expect(counted()).toBe(60);
  });

  test('count a late check in an empty minute before the results are removed', () => {
    add(DAY_ONE);
    add(DAY_ONE + 200 * MINUTE);
    const limit = DAY_ONE + 100 * MINUTE;
    expect(rollups.makeUntil(KEY, until(limit), 1000)).toBe(true);
    add(DAY_ONE + 50 * MINUTE);
    fresh.replace(
      KEY,
      fresh.rows(KEY).filter(({ at }) => at >= limit),
    );
    expect(counted()).toBe(3);
    rollups.forgetProgress();
    expect(counted()).toBe(3);
  });
});

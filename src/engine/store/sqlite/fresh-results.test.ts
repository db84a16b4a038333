import { beforeEach, expect, test } from 'vitest';
import { DAY_ONE } from '../testing/store-fixture.ts';
import { FreshResults, type FreshRow } from './fresh-results.ts';

const row = (at: number, entry = 1, figures = [1, 2]): FreshRow => ({
  at: DAY_ONE + at,
  entry,
  finding: 7,
  figures: Uint8Array.from(figures),
});

let fresh: FreshResults;
beforeEach(() => {
  fresh = new FreshResults();
});

test('gives the results of an endpoint, oldest first, in whatever order they came', () => {
  const rows = [row(20, 1), row(40, 2, []), row(30, 3, [9]), row(10, 4)];
  for (const one of rows) fresh.add(1, one);
  fresh.add(2, row(5));
  expect(fresh.rows(1)).toEqual([rows[3], rows[0], rows[2], rows[1]]);
  expect(fresh.rows(2)).toEqual([row(5)]);
  expect(fresh.rows(3)).toEqual([]);
  expect([...fresh.keys]).toEqual([1, 2]);
  expect(fresh.extent(1)).toMatchObject({ first: DAY_ONE + 10, last: DAY_ONE + 40, count: 4 });
  expect(fresh.extent(3)).toBeNull();
});

test('returns the same newest results as when it returns all', () => {
  const rows = Array.from({ length: 200 }, (_, index) => row(index * 30_000, Math.floor(index / 3), [index]));
  for (const one of rows) fresh.add(1, one);
  for (const limit of [1, 8, 9, 60, 136, 137, 199, 200, 500]) {
    const newest = fresh.newest(1, limit);
    expect(newest).toEqual(rows.slice(-newest.length));
    expect(newest.length).toBeGreaterThanOrEqual(Math.min(limit, 200));
  }
  expect(fresh.newest(1, 8)).toHaveLength(8);
  expect(fresh.newest(1, 60)).toHaveLength(72);
  // Once one came late, the newest may be anywhere.
  fresh.add(1, row(45_000, 80));
  expect(fresh.newest(1, 1)).toEqual(fresh.rows(1));
  fresh.replace(1, rows.slice(0, 70));
  expect(fresh.newest(1, 6)).toEqual(rows.slice(64, 70));
  expect(fresh.newest(2, 6)).toEqual([]);
});

test('has the times that were added, and no others', () => {
  for (const at of [10, 30]) fresh.add(1, row(at));
  expect([9, 10, 20, 30, 31].map((at) => fresh.has(1, DAY_ONE + at))).toEqual([false, true, false, true, false]);
  expect(fresh.has(2, DAY_ONE + 10)).toBe(false);
});

test('counts bytes, and has none once all are gone', () => {
  expect(fresh.bytes).toBe(0);
  fresh.add(1, row(10));
  const one = fresh.bytes;
  expect(one).toBeGreaterThan(0);
  fresh.add(1, row(20));
  fresh.add(2, row(20));
  const all = fresh.bytes;
  expect(all).toBeGreaterThan(2 * one);
  fresh.replace(1, [row(20)]);
  expect(fresh.rows(1)).toEqual([row(20)]);
  expect(fresh.bytes).toBeLessThan(all);
  // Of an endpoint that has none.
  fresh.replace(3, []);
  fresh.replace(1, []);
  expect(fresh.extent(1)).toBeNull();
  fresh.replace(2, []);
  expect(fresh.bytes).toBe(0);
  fresh.add(1, row(10));
  fresh.clear();
  expect([fresh.bytes, fresh.rows(1)]).toEqual([0, []]);
});

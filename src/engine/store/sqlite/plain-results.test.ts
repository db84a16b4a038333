import { beforeEach, expect, test } from 'vitest';
import { memoryDatabasePerTest } from '../testing/memory-database.ts';
import { DAY_ONE } from '../testing/store-fixture.ts';
import { PlainResults } from './plain-results.ts';

const memory = memoryDatabasePerTest();
let plain: PlainResults;

/** As an earlier Lookout wrote them: each second, every third one is a failure. */
beforeEach(() => {
  memory.database.exec(`
    INSERT INTO finding (id, verdict, used_until, hash, text) VALUES (1, 0, 0, x'01', '{}'), (2, 2, 0, x'02', '{}');
    INSERT INTO result (endpoint, at, finding, figures)
      WITH RECURSIVE number(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM number WHERE n < 2499)
      SELECT 1, ${DAY_ONE} + n * 1000, iif(n % 3 = 0, 2, 1), x'05' FROM number`);
  plain = new PlainResults(memory.database);
});
const secondsOf = (rows: Iterable<{ readonly at: number }>) => [...rows].map(({ at }) => (at - DAY_ONE) / 1000);
const all = (key = 1) => secondsOf(plain.range(key, 0, DAY_ONE + 1e9));

test('are read in any range, however many there are', () => {
  expect(all()).toEqual(Array.from({ length: 2500 }, (_, second) => second));
  expect(secondsOf(plain.range(1, DAY_ONE + 1500, DAY_ONE + 4000))).toEqual([2, 3, 4]);
  expect(all(2)).toEqual([]);
  expect(plain.newest(1, DAY_ONE + 3000, 2)).toEqual([
    { at: DAY_ONE + 2000, finding: 1, figures: Uint8Array.of(5) },
    { at: DAY_ONE + 1000, finding: 1, figures: Uint8Array.of(5) },
  ]);
  expect([plain.first(1, DAY_ONE + 1), plain.last(1)]).toEqual([DAY_ONE + 1000, DAY_ONE + 2_499_000]);
  expect([plain.first(2, 0), plain.last(2)]).toEqual([null, -Infinity]);
  expect(plain.count(1, DAY_ONE, DAY_ONE + 9000, 100)).toBe(10);
  expect(plain.count(1, DAY_ONE, DAY_ONE + 9000, 4)).toBe(4);
  expect([plain.has(1, DAY_ONE), plain.has(1, DAY_ONE + 1), plain.has(2, DAY_ONE)]).toEqual([true, false, false]);
  expect([plain.endpointAfter(0), plain.endpointAfter(1)]).toEqual([1, null]);
});

test('of the same time are kept once, and an empty table is not asked', () => {
  plain.insert(1, { at: DAY_ONE, finding: 2, figures: Uint8Array.of(9) });
  expect(all()).toHaveLength(2500);
  plain.removeRange(1, DAY_ONE + 1000, DAY_ONE + 3000);
  expect(all().slice(0, 2)).toEqual([0, 4]);
  plain.removeRange(1, 0, DAY_ONE + 1e9);
  expect(plain.hasRows).toBe(true);
  plain.noteEmpty();
  expect(plain.hasRows).toBe(false);
  expect([all(), plain.first(1, 0), plain.last(1), plain.newest(1, 1e15, 5), plain.count(1, 0, 1e15, 5)]).toEqual([
    [],
    null,
    -Infinity,
    [],
    0,
  ]);
  expect([plain.removeSome(1, 5), plain.prune(1, 0, 1e15, 5, () => true)]).toEqual([0, null]);
  plain.insert(2, { at: DAY_ONE, finding: 2, figures: Uint8Array.of(9) });
  expect([plain.hasRows, all(2)]).toEqual([true, [0]]);
});

test('are removed step by step, by time and verdict', () => {
  const until = DAY_ONE + 10_000;
  const isTooOld = (at: number, verdict: number) => at < (verdict === 2 ? DAY_ONE + 3000 : until);
  expect(plain.prune(1, 0, until, 4, isTooOld)).toBe(DAY_ONE + 3001);
  expect(all().slice(0, 3)).toEqual([3, 4, 5]);
  expect(plain.prune(1, DAY_ONE + 3001, until, 100, isTooOld)).toBeNull();
  expect(all().slice(0, 4)).toEqual([3, 6, 9, 10]);
  expect(plain.removeSome(1, 3)).toBe(3);
  expect(all()[0]).toBe(10);
});

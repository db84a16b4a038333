import { beforeEach, describe, expect, test } from 'vitest';
import { encodeBlock } from '../block-codec.ts';
import { memoryDatabasePerTest } from '../testing/memory-database.ts';
import { DAY_ONE } from '../testing/store-fixture.ts';
import { BlockTable, hourOf } from './block-table.ts';

const HOUR = 3_600_000;
const FIRST = hourOf(DAY_ONE);
const memory = memoryDatabasePerTest();
const data = (hour: number) =>
  encodeBlock([{ at: hour * HOUR + 5, finding: 1, figures: Uint8Array.of(1) }], () => null);

let blocks: BlockTable;
beforeEach(() => {
  blocks = new BlockTable(memory.database);
});

/** Hours since `DAY_ONE`. */
const place = (start: number, end: number) => ({ start: FIRST + start, end: FIRST + end });
const put = (key: number, start: number, options: { hour?: number; thinned?: boolean } = {}) => {
  const { hour, ...rest } = options;
  const own = hour === undefined ? {} : { hour: FIRST + hour };
  blocks.put(key, FIRST + start, data(FIRST + start), { ...rest, ...own });
};
const places = (key: number, from: number, to: number) => [...blocks.places(key, FIRST + from, FIRST + to)];
const dayRows = () => memory.database.prepare('SELECT * FROM block_day').all().length;

describe('blocks', () => {
  test('have an hour each, or the hours that joined them', () => {
    put(1, 3);
    put(1, 3, { hour: 5 });
    put(1, 8);
    put(1, 30);
    put(2, 4);
    expect(places(1, -100, 100)).toEqual([place(3, 6), place(8, 9), place(30, 31)]);
    expect(places(2, -100, 100)).toEqual([place(4, 5)]);
    expect(places(3, -100, 100)).toEqual([]);
    expect(places(1, 5, 7)).toEqual([place(3, 6)]);
    expect(places(1, 6, 7)).toEqual([]);
    expect(places(1, 6, 8)).toEqual([place(8, 9)]);
    expect(places(1, 25, 30)).toEqual([place(30, 31)]);
    expect([...blocks.placesBackwards(1, FIRST + 29)]).toEqual([place(8, 9), place(3, 6)]);
    expect([...blocks.placesBackwards(1, FIRST + 7)]).toEqual([place(3, 6)]);
    expect(blocks.end(1)).toBe(DAY_ONE + 31 * HOUR);
    expect(blocks.end(2)).toBe(DAY_ONE + 5 * HOUR);
    expect(blocks.end(3)).toBe(-Infinity);
  });

  test('know how many results they have', () => {
    put(1, 3);
    expect([2, 3].map((hour) => blocks.size(1, FIRST + hour))).toEqual([0, 1]);
  });

  test('are found by the hours that have results, and not by those between', () => {
    put(1, 3);
    put(1, 3, { hour: 5 });
    const found = (hour: number) => blocks.find(1, FIRST + hour);
    expect([2, 3, 4, 5, 6].map(found)).toEqual([null, place(3, 6), null, place(3, 6), null]);
    expect(blocks.nearest(1, FIRST + 2)).toBeNull();
    expect(blocks.nearest(1, FIRST + 23)).toEqual(place(3, 6));
    // Another day has none.
    expect(blocks.nearest(1, FIRST + 24)).toBeNull();
    expect(blocks.block(1, FIRST + 3)?.times).toEqual(Float64Array.of((FIRST + 3) * HOUR + 5));
    expect(blocks.block(1, FIRST + 5)).toBeUndefined();
    expect(blocks.damaged).toBe(0);
  });

  test('of the last hour of a day are in that day', () => {
    put(1, 23);
    put(1, 24);
    expect(places(1, 0, 100)).toEqual([place(23, 24), place(24, 25)]);
  });

  test('that are removed leave the others of their day, and no row when they were the last', () => {
    put(1, 3);
    put(1, 3, { hour: 5 });
    put(1, 8);
    put(2, 8);
    blocks.remove(1, place(3, 6));
    expect(places(1, 0, 100)).toEqual([place(8, 9)]);
    expect(blocks.block(1, FIRST + 3)).toBeUndefined();
    expect(dayRows()).toBe(2);
    blocks.remove(1, place(8, 9));
    expect(places(1, 0, 100)).toEqual([]);
    expect(dayRows()).toBe(1);
    expect(places(2, 0, 100)).toEqual([place(8, 9)]);
    // The hour no longer joins anything.
    put(1, 5);
    expect(places(1, 0, 100)).toEqual([place(5, 6)]);
  });

  test('are thinned until results are added', () => {
    const isThinned = () => [3, 8].map((hour) => blocks.isThinned(1, FIRST + hour));
    put(1, 3, { thinned: true });
    put(1, 8);
    expect(isThinned()).toEqual([true, false]);
    blocks.markThinned(1, FIRST + 8);
    expect(isThinned()).toEqual([true, true]);
    expect(places(1, 0, 100)).toEqual([place(3, 4), place(8, 9)]);
    put(1, 3);
    expect(isThinned()).toEqual([false, true]);
    blocks.remove(1, place(8, 9));
    expect(isThinned()).toEqual([false, false]);
  });

  test('are the same for a table that is opened later, or reads again after a rollback', () => {
    put(1, 30);
    put(2, 3);
    put(1, 100);
    const all = [place(3, 4)];
    expect([...new BlockTable(memory.database).places(2, FIRST, FIRST + 200)]).toEqual(all);
    expect([...new BlockTable(memory.database).places(1, FIRST, FIRST + 200)]).toEqual([
      place(30, 31),
      place(100, 101),
    ]);
    expect(places(1, 0, 200)).toEqual([place(30, 31), place(100, 101)]);
    memory.database.exec('BEGIN');
    put(1, 60);
    memory.database.exec('ROLLBACK');
    blocks.reload();
    expect(places(1, 0, 200)).toEqual([place(30, 31), place(100, 101)]);
  });

  test('that are damaged are counted once each, and have no results', () => {
    put(1, 3);
    put(1, 8);
    memory.database.exec("UPDATE block SET data = x'00112233445566'");
    for (const hour of [3, 3, 8, 9]) expect(blocks.block(1, FIRST + hour)).toBeUndefined();
    expect([3, 9].map((hour) => blocks.size(1, FIRST + hour))).toEqual([0, 0]);
    expect(blocks.damaged).toBe(2);
    expect(blocks.find(1, FIRST + 3)).toEqual(place(3, 4));
  });
});

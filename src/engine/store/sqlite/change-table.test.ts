import { expect, test } from 'vitest';
import { EMPTY_MEMORY } from '../../verdict/endpoint-memory.ts';
import { KEPT_CHANGES } from '../store.ts';
import { memoryDatabasePerTest } from '../testing/memory-database.ts';
import { DAY_ONE } from '../testing/store-fixture.ts';
import { ChangeTable } from './change-table.ts';

const memory = memoryDatabasePerTest();
const change = (name: string) => JSON.stringify([{ name }]);

test('changes are read newest first, and those that are damaged are left out', () => {
  const changes = new ChangeTable(memory.database);
  changes.save(1, DAY_ONE + 0.4, JSON.stringify([{ name: 'one' }, { name: 'two' }]));
  changes.save(1, DAY_ONE + 10, change('three'));
  changes.save(1, DAY_ONE + 20, 'not JSON');
  changes.save(2, DAY_ONE + 10, change('of another'));
  expect(changes.newest(1, DAY_ONE + 100, 10)).toEqual([
    { name: 'three', at: DAY_ONE + 10 },
    { name: 'one', at: DAY_ONE },
    { name: 'two', at: DAY_ONE },
  ]);
  expect(changes.newest(1, DAY_ONE + 10, 10)).toHaveLength(2);
  expect(changes.newest(1, DAY_ONE + 20, 1)).toHaveLength(1);
});

test('old changes are removed, and the oldest of too many', () => {
  const changes = new ChangeTable(memory.database);
  for (let n = 0; n < KEPT_CHANGES + 3; n += 1) changes.save(1, DAY_ONE + n, change(`${n}`));
  expect(changes.prune(1, DAY_ONE, 2)).toBe(2);
  expect(changes.prune(1, DAY_ONE, 10)).toBe(1);
  expect(changes.prune(1, DAY_ONE, 10)).toBe(0);
  expect(changes.prune(2, DAY_ONE + 1_000_000, 10)).toBe(0);
  expect(changes.prune(1, DAY_ONE + 5, 10)).toBe(2);
});

test('what an endpoint remembers is replaced and forgotten; damaged, it is nothing', () => {
  const changes = new ChangeTable(memory.database);
  expect(changes.memory(1)).toBeNull();
  changes.saveMemory(1, '{}');
  expect(changes.memory(1)).toEqual(EMPTY_MEMORY);
  changes.saveMemory(1, '{"seen":5}');
  expect(changes.memory(1)).toEqual({ ...EMPTY_MEMORY, seen: 5 });
  expect(changes.memory(2)).toBeNull();
  changes.saveMemory(2, 'not JSON');
  expect(changes.memory(2)).toBeNull();
  changes.forgetMemory(1);
  expect(changes.memory(1)).toBeNull();
});

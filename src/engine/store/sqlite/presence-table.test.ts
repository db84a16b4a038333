import { expect, test } from 'vitest';
import { memoryDatabasePerTest } from '../testing/memory-database.ts';
import { DAY_ONE } from '../testing/store-fixture.ts';
import { PresenceTable } from './presence-table.ts';

const memory = memoryDatabasePerTest();

test('presence is replaced by its start, found where it overlaps, and removed when it ended', () => {
  const presence = new PresenceTable(memory.database);
  expect([presence.earliest(), presence.latest()]).toEqual([Infinity, null]);
  const one = (state: 'running' | 'asleep', from: number, to: number) => ({
    state,
    from: DAY_ONE + from,
    to: DAY_ONE + to,
  });
  presence.save(one('running', 100, 150));
  presence.save(one('running', 100, 200));
  presence.save(one('asleep', 50.4, 90.4));
  expect([presence.earliest(), presence.latest()]).toEqual([DAY_ONE + 50, DAY_ONE + 200]);
  const within = (from: number, to: number) => presence.overlapping(DAY_ONE + from, DAY_ONE + to);
  expect(within(0, 1_000)).toEqual([one('asleep', 50, 90), one('running', 100, 200)]);
  expect(within(91, 99)).toEqual([]);
  expect(within(90, 90)).toEqual([one('asleep', 50, 90)]);
  expect(within(100, 100)).toEqual([one('running', 100, 200)]);
  expect(presence.prune(DAY_ONE + 90, 10)).toBe(0);
  expect(presence.prune(DAY_ONE + 1_000, 1)).toBe(1);
  expect(presence.prune(DAY_ONE + 1_000, 10)).toBe(1);
  expect(within(0, 1_000)).toEqual([]);
});

import { beforeEach, describe, expect, test } from 'vitest';
import { memoryDatabasePerTest } from '../testing/memory-database.ts';
import { aFailure, aResult, DAY_ONE, encodeResult } from '../testing/store-fixture.ts';
import { FindingTable } from './finding-table.ts';
import { LayoutTable } from './layout-table.ts';

const DAY = 86_400_000;
const memory = memoryDatabasePerTest();
const up = encodeResult(aResult('a', DAY_ONE)).finding;
const other = encodeResult(aResult('a', DAY_ONE, { details: { status: 204 } })).finding;
const down = encodeResult(aFailure('a', DAY_ONE)).finding;

let findings: FindingTable;
beforeEach(() => {
  findings = new FindingTable(memory.database);
});
const stored = () =>
  memory.database
    .prepare('SELECT id, used_until AS until FROM finding ORDER BY id')
    .all()
    .map(({ id, until }) => [id, Number(until) - DAY_ONE]);

describe('findings', () => {
  test('are stored once, and written again once a day', () => {
    expect([up, other, up].map((text) => findings.intern(text, DAY_ONE))).toEqual([1, 2, 1]);
    expect(stored()).toEqual([
      [1, DAY],
      [2, DAY],
    ]);
    expect(findings.intern(up, DAY_ONE + DAY - 1)).toBe(1);
    expect(stored()[0]).toEqual([1, DAY]);
    expect(findings.intern(up, DAY_ONE + DAY)).toBe(1);
    expect(stored()[0]).toEqual([1, 2 * DAY]);
    // A late check does not shorten the time.
    expect(new FindingTable(memory.database).intern(up, DAY_ONE)).toBe(1);
    expect(stored()[0]).toEqual([1, 2 * DAY]);
  });

  test('are read by their id, also those of an earlier start', () => {
    findings.intern(down, DAY_ONE);
    const later = new FindingTable(memory.database);
    expect(later.get(1)).toMatchObject({ verdict: 'down', failure: { code: 'connect.refused' } });
    expect(later.get(1)).toBe(later.get(1));
    expect(later.countsOf(1)).toEqual({ phases: 2, metrics: 0, numbers: 0 });
    expect(() => later.get(2)).toThrow('Expected a finding 2 to be stored, got none');
    expect(later.find(2)).toBeUndefined();
    expect(later.countsOf(2)).toBeNull();
  });

  test('are removed once nothing refers to them: failures later than others', () => {
    for (const text of [up, down]) findings.intern(text, DAY_ONE);
    findings.intern(other, DAY_ONE + DAY);
    expect(findings.prune(DAY_ONE + DAY, DAY_ONE, 10)).toBe(0);
    expect(findings.prune(DAY_ONE + DAY + 1, DAY_ONE, 10)).toBe(1);
    expect(stored().map(([id]) => id)).toEqual([2, 3]);
    expect(findings.find(1)).toBeUndefined();
    expect(findings.prune(DAY_ONE, DAY_ONE + 3 * DAY, 1)).toBe(1);
    expect(findings.prune(DAY_ONE, DAY_ONE + 3 * DAY, 10)).toBe(1);
    expect(stored()).toEqual([]);
    // It is stored again, and not only remembered.
    const again = findings.intern(up, DAY_ONE);
    expect(stored()).toEqual([[again, DAY]]);
  });

  test('of a transaction that was rolled back are forgotten', () => {
    const layouts = new LayoutTable(memory.database, findings);
    const layout = { phases: ['wait'], metrics: [], charted: [] };
    memory.database.exec('BEGIN');
    findings.get(findings.intern(up, DAY_ONE));
    layouts.get(layouts.idOf(layout));
    memory.database.exec('ROLLBACK');
    findings.clearCache();
    layouts.clearCache();
    expect(findings.find(1)).toBeUndefined();
    expect(() => layouts.get(1)).toThrow('Expected a layout 1 to be stored, got none');
    expect([findings.intern(up, DAY_ONE), layouts.idOf(layout)]).toEqual([1, 1]);
    expect(stored()).toHaveLength(1);
    expect(layouts.get(1)).toMatchObject(layout);
  });
});

test('layouts are stored once, and know the code of a failure only', () => {
  const layouts = new LayoutTable(memory.database, findings);
  const layout = { phases: ['wait'], metrics: ['rtt'], charted: ['rtt'] };
  expect([layouts.idOf(layout), layouts.idOf({ ...layout, charted: [] }), layouts.idOf(layout)]).toEqual([1, 2, 1]);
  const later = new LayoutTable(memory.database, findings);
  expect(later.idOf(layout)).toBe(1);
  expect(later.get(2)).toMatchObject({ ...layout, charted: [] });
  expect(later.failureCode(findings.intern(down, DAY_ONE))).toBe('connect.refused');
  expect(() => later.failureCode(findings.intern(up, DAY_ONE))).toThrow('to be a failure, got none');
});

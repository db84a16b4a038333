import { describe, expect, test } from 'vitest';
import { encodeIncident } from '../incident-codec.ts';
import { aBatch, aFailure, anEndpoint, anIncident, aResult, DAY_ONE } from '../testing/store-fixture.ts';
import { tablesPerTest } from '../testing/tables-per-test.ts';
import { loadState } from './load-state.ts';
import type { Batch } from './methods.ts';
import { removeSomeResults } from './prune-results.ts';
import { pruneSlice, type PruneCursor } from './prune.ts';
import { compact, writeBatch } from './write-batch.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const store = tablesPerTest();

const write = (batch: Partial<Batch>) => writeBatch(store.tables, { ...aBatch([]), ...batch });
const writeResults = (...times: number[]) =>
  writeBatch(store.tables, aBatch(times.map((at) => aResult('a', DAY_ONE + at))));
const timesOf = (key = 1) =>
  [...store.tables.results.range(key, 0, DAY_ONE + 1000 * DAY)].map(({ at }) => at - DAY_ONE);
const inJournal = () => Number(store.tables.database.prepare('SELECT count(*) AS n FROM journal').get()?.['n']);
/** Moves all results whose hour is over. */
const compactAll = (at: number) => compact(store.tables, aBatch([aResult('a', DAY_ONE + at)]), 60_000);

function prune(limits: { results: number; failures?: number; removed?: number }): void {
  const { results, failures = results, removed = -1000 * DAY } = limits;
  let cursor: PruneCursor | null = null;
  do {
    cursor = pruneSlice(
      store.tables,
      {
        resultsBefore: DAY_ONE + results,
        failuresBefore: DAY_ONE + failures,
        minutesBefore: DAY_ONE - 1000 * DAY,
        historyBefore: DAY_ONE - 1000 * DAY,
        incidentsBefore: DAY_ONE - 1000 * DAY,
        removedBefore: DAY_ONE + removed,
      },
      cursor,
    );
  } while (cursor !== null);
}

/** A span, an incident, … of an endpoint. */
const history = (endpointId: string): Partial<Batch> => ({
  spans: [{ endpointId, status: 'up', from: DAY_ONE, to: DAY_ONE + 5 }],
  incidents: [encodeIncident(anIncident(`i-${endpointId}`, endpointId, DAY_ONE))],
  changes: [{ endpointId, at: DAY_ONE, json: '[{"name":"x"}]' }],
  memory: [{ endpointId, json: '{}' }],
  evidence: [{ incidentId: `i-${endpointId}`, endpointId, json: '[]' }],
});

describe('a batch', () => {
  test('is counted without what was there already, and without unknown endpoints', () => {
    expect(writeResults(0, 1, 1, 2)).toEqual({ rows: 3, unknown: [] });
    expect(writeResults(2, 3)).toEqual({ rows: 1, unknown: [] });
    expect(write(history('a'))).toEqual({ rows: 5, unknown: [] });
    expect(
      write({
        presence: [{ state: 'running', from: 0, to: 1 }],
        documents: [
          { collection: 'c', id: '1', at: 0, open: false, json: '{}' },
          { collection: 'c', id: '2', at: 0, open: false, json: '{}' },
        ],
      }),
    ).toEqual({ rows: 3, unknown: [] });
    expect(write({ ...history('x'), ...aBatch([aResult('y', DAY_ONE)]), ...history('x') })).toEqual({
      rows: 0,
      unknown: ['y', 'x'],
    });
    expect(timesOf()).toEqual([0, 1, 2, 3]);
  });

  test('is rolled back as a whole, and what is in memory with it', () => {
    writeResults(0);
    store.tables.database.exec("CREATE TRIGGER full BEFORE INSERT ON incident BEGIN SELECT raise(ABORT, 'full'); END");
    expect(() => write({ ...aBatch([aResult('a', DAY_ONE + 1)]), ...history('a') })).toThrow('full');
    expect([timesOf(), inJournal()]).toEqual([[0], 1]);
    expect(store.tables.spans.last(1, 'a')).toBeUndefined();
    store.tables.database.exec('DROP TRIGGER full');
    expect(writeResults(1).rows).toBe(1);
    expect(timesOf()).toEqual([0, 1]);
  });
});

describe('results', () => {
  test('move into blocks once their hour is over, those of all endpoints in one go', () => {
    writeResults(0, 1000, HOUR);
    write(aBatch([aResult('b', DAY_ONE)]));
    expect(compactAll(HOUR + 60_000)).toBeNull();
    // The last hour may not be complete yet.
    expect(inJournal()).toBe(2);
    expect(compactAll(HOUR + 121_000)).toBeNull();
    expect(store.tables.sources.fresh.rows(1).map(({ at }) => at - DAY_ONE)).toEqual([HOUR]);
    expect(store.tables.sources.fresh.rows(2)).toEqual([]);
    expect(timesOf()).toEqual([0, 1000, HOUR]);
    compactAll(2 * HOUR + 121_000);
    expect([inJournal(), timesOf(), timesOf(2)]).toEqual([0, [0, 1000, HOUR], [0]]);
    expect(store.tables.results.count(1, DAY_ONE + 1, DAY_ONE + HOUR, 10)).toBe(2);
    expect(store.tables.results.count(1, DAY_ONE, DAY_ONE + 999, 10)).toBe(1);
    expect(store.tables.results.count(1, DAY_ONE, DAY_ONE + HOUR, 2)).toBe(2);
  });

  test('of a batch without any have nothing to move', () => {
    writeResults(0);
    expect(compact(store.tables, aBatch([]), 60_000)).toBeNull();
    expect(inJournal()).toBe(1);
  });

  test('that cannot be moved stay, and say why', () => {
    writeResults(0, HOUR);
    store.tables.database.exec("CREATE TRIGGER full BEFORE INSERT ON block BEGIN SELECT raise(ABORT, 'full'); END");
    expect(compactAll(2 * HOUR)).toContain('full');
    expect(timesOf()).toEqual([0, HOUR]);
    store.tables.database.exec('DROP TRIGGER full');
    expect(compactAll(3 * HOUR)).toBeNull();
    expect([timesOf(), inJournal()]).toEqual([[0, HOUR], 0]);
  });

  test('of a database that was closed meanwhile cannot be moved, either', () => {
    writeResults(0, HOUR);
    store.tables.database.close();
    expect(compactAll(2 * HOUR)).toEqual(expect.any(String));
  });

  test('that came after retention had removed their time are kept over a restart when they are failures', () => {
    writeResults(0);
    prune({ results: 3000, failures: 0 });
    write(aBatch([aFailure('a', DAY_ONE + 2000)]));
    store.reopen();
    expect(timesOf()).toEqual([2000]);
  });

  test('are the same after a restart, whether they were moved, removed, or of an endpoint that is gone', () => {
    writeResults(0, 1000);
    write(aBatch([aResult('b', DAY_ONE), aFailure('a', DAY_ONE + 2000)]));
    write({ spans: [{ endpointId: 'a', status: 'up', from: DAY_ONE, to: DAY_ONE + 5 }] });
    store.reopen();
    expect([timesOf(), timesOf(2)]).toEqual([[0, 1000, 2000], [0]]);
    // The journal still has what is in blocks or was removed.
    const journal = store.tables.database.prepare('SELECT id, data FROM journal').all();
    const restore = () => {
      store.tables.database.exec('DELETE FROM journal');
      const insert = store.tables.database.prepare('INSERT INTO journal (id, data) VALUES (?, ?)');
      for (const { id, data } of journal) insert.run(Number(id), data as Uint8Array);
      store.reopen();
    };
    compactAll(5 * HOUR);
    expect(inJournal()).toBe(0);
    restore();
    expect([timesOf(), timesOf(2)]).toEqual([[0, 1000, 2000], [0]]);
    prune({ results: 3000, failures: 0 });
    expect([timesOf(), timesOf(2)]).toEqual([[2000], []]);
    restore();
    expect([timesOf(), timesOf(2)]).toEqual([[2000], []]);
    expect(store.tables.sources.fresh.rows(1)).toEqual([]);
    store.tables.endpoints.remove(['a'], DAY_ONE);
    prune({ results: 3000, failures: 0, removed: 1 });
    restore();
    expect(timesOf(1)).toEqual([]);
    expect(store.tables.sources.fresh.extent(1)).toBeNull();
  });
});

describe('retention', () => {
  test('removes results before a time, and failures before theirs, wherever they are', () => {
    const all = [0, 1000, HOUR, DAY, DAY + 1000, 2 * DAY];
    write(aBatch(all.map((at, index) => (index % 2 === 0 ? aResult : aFailure)('a', DAY_ONE + at))));
    prune({ results: DAY, failures: 500 });
    expect(timesOf()).toEqual([1000, DAY, DAY + 1000, 2 * DAY]);
    // What is kept is in blocks: the first one has only failures from now on.
    const { blocks } = store.tables.sources;
    const [first] = blocks.places(1, 0, 1e9);
    expect(blocks.isThinned(1, first?.start ?? 0)).toBe(true);
    compactAll(5 * DAY);
    prune({ results: DAY + 1001, failures: 1001 });
    expect(timesOf()).toEqual([DAY, 2 * DAY]);
    prune({ results: 3 * DAY });
    expect([timesOf(), [...blocks.places(1, 0, 1e9)]]).toEqual([[], []]);
    // The rollups have all of them.
    const counts = [...store.tables.rollups.range('day', 1, DAY_ONE, DAY_ONE + 5 * DAY)].map((row) =>
      'rollup' in row ? row.rollup.counts.up + row.rollup.counts.down : 1,
    );
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(6);
  });

  test('removes an endpoint that was removed long ago, with everything', () => {
    for (const id of ['a', 'b']) write({ ...aBatch([aResult(id, DAY_ONE)]), ...history(id) });
    compactAll(5 * HOUR);
    write(aBatch([aResult('a', DAY_ONE + 6 * HOUR)]));
    store.tables.endpoints.remove(['a'], DAY_ONE);
    prune({ results: -DAY, removed: 1 });
    const rows = (table: string, column = 'endpoint') =>
      Number(store.tables.database.prepare(`SELECT count(*) AS n FROM ${table} WHERE ${column} = 1`).get()?.['n']);
    for (const table of ['span', 'incident', 'change', 'memory', 'rollup_hour', 'rollup_day']) {
      expect([table, rows(table)]).toEqual([table, 0]);
    }
    expect([timesOf(1), timesOf(2), store.tables.endpoints.key('a')]).toEqual([[], [0], undefined]);
    expect(store.tables.changes.memory(2)).not.toBeNull();
  });

  test('removes all results of an endpoint step by step', () => {
    writeResults(0, DAY, 2 * DAY);
    compactAll(3 * DAY);
    writeResults(4 * DAY);
    store.tables.sources.plain.insert(1, { at: DAY_ONE + 9, finding: 1, figures: new Uint8Array() });
    const steps: number[] = [];
    do steps.push(removeSomeResults(store.tables, 1, 100));
    while (steps.at(-1) !== 0);
    // Rows first, then two blocks at a time.
    expect(steps).toEqual([1, 2, 1, 0]);
    expect(timesOf()).toEqual([]);
  });
});

describe('a start', () => {
  test('reads what it needs to go on: the last day, and the last span of each endpoint', () => {
    const at = (days: number) => DAY_ONE + days * DAY;
    const span = (endpointId: string, from: number, to: number) => ({
      endpointId,
      status: 'up' as const,
      from: at(from),
      to: at(to),
    });
    write({ spans: [span('a', 8, 8.5), span('a', 9.2, 9.5), span('a', 9.5, 10), span('b', 1, 2), span('b', 3, 4)] });
    write({ memory: [{ endpointId: 'b', json: '{}' }], presence: [{ state: 'running', from: at(1), to: at(9) }] });
    writeResults(9 * DAY);
    store.tables.endpoints.save([anEndpoint('c')]);
    store.reopen();
    const state = loadState(store.tables, at(10));
    expect(state.spans).toEqual([span('b', 3, 4), span('a', 9.2, 9.5), span('a', 9.5, 10)]);
    expect([...state.memory.keys()]).toEqual(['b']);
    expect([...state.recent.keys()]).toEqual(['a']);
    expect(state.last.get('a')).toMatchObject({ endpointId: 'a', at: at(9) });
    expect(state.lastPresenceAt).toBe(at(9));
    expect(state.endpoints.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });
});

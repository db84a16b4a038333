import { statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { StatusSpan } from '../../../contract/model/uptime.ts';
import { databasePerTest, pruneAll, times } from '../testing/database-per-test.ts';
import { aBatch, aFailure, anEndpoint, aResult, DAY_ONE } from '../testing/store-fixture.ts';
import { BlockTable } from './block-table.ts';
import type { DatabaseStore } from './database-store.ts';
import { MIGRATIONS } from './migrations.ts';

// A busy machine must not fail the tests.

const HOUR = 3_600_000;
const MINUTE = 60_000;

const current = databasePerTest();
const { create, close, read, countOf } = current;

describe('results of an hour', () => {
  test('move into a block a little after its end, and leave the journal', () => {
    const store = create();
    store.saveEndpoints({ endpoints: [anEndpoint('a'), anEndpoint('b')] });
    const all: number[] = [];
    const write = (at: number) => {
      all.push(at);
      store.write(aBatch([aResult('a', at), aResult('b', at)]));
    };
    for (let minute = 0; minute < 60; minute += 1) write(DAY_ONE + minute * MINUTE);
    write(DAY_ONE + HOUR + MINUTE);
    expect([countOf('journal'), countOf('block')]).toEqual([61, 0]);
    // Those of the hour that has just begun remain.
    let now = DAY_ONE + HOUR + 3 * MINUTE;
    for (; countOf('journal') > 60; now += 1000) write(now);
    expect(countOf('journal')).toBe((now - DAY_ONE - HOUR - 3 * MINUTE) / 1000 + 1);
    expect(countOf('block')).toBe(2);
    expect(times(store, 'a')).toEqual(all);
    close(store);
    const again = create();
    expect(times(again, 'a')).toEqual(all);
    expect(times(again, 'b')).toEqual(all);
  });

  test('that are in a block and still in the journal are not read one by one at a start', () => {
    const store = create();
    store.saveEndpoints({ endpoints: [anEndpoint('a'), anEndpoint('b')] });
    const minutes = Array.from({ length: 60 }, (_, minute) => DAY_ONE + minute * MINUTE);
    for (const at of minutes) store.write(aBatch([aResult('a', at), aResult('b', at)]));
    const journal = read((database) => database.prepare('SELECT id, data FROM journal').all());
    for (let second = 0; countOf('block') < 2; second += 1) {
      store.write(aBatch([aResult('a', DAY_ONE + HOUR + 3 * MINUTE + second * 1000)]));
    }
    close(store);
    // As after a crash between the two steps: blocks are written before entries are removed.
    const database = new DatabaseSync(current.file);
    const insert = database.prepare('INSERT OR IGNORE INTO journal (id, data) VALUES (?, ?)');
    for (const { id = null, data = null } of journal) insert.run(id, data);
    database.close();
    const decoded = vi.spyOn(BlockTable.prototype, 'block');
    const found = vi.spyOn(BlockTable.prototype, 'find');
    const days = vi.spyOn(BlockTable.prototype, 'placesOfDay');
    const again = create();
    expect(decoded.mock.calls.length).toBeLessThanOrEqual(2);
    // One day of each endpoint, not one question for each result.
    expect([days.mock.calls.length, found.mock.calls.length]).toEqual([2, 0]);
    vi.restoreAllMocks();
    expect(times(again, 'b')).toEqual(minutes);
  });

  test('that come late join their block, and those from a clock that was wrong do not stay in the journal', () => {
    const store = create();
    store.saveEndpoints({ endpoints: [anEndpoint('a')] });
    const year = 365 * 24 * HOUR;
    const first = [0, 1, 2, 3, 4].map((minute) => DAY_ONE + minute * MINUTE);
    const wrong = [0, 1].map((minute) => DAY_ONE + year + minute * MINUTE);
    const late = [DAY_ONE + 90_000, DAY_ONE - 5 * HOUR];
    store.write(aBatch(first.map((at) => aResult('a', at))));
    store.write(aBatch(wrong.map((at) => aResult('a', at))));
    store.write(aBatch([aResult('a', DAY_ONE + HOUR + 5 * MINUTE)]));
    store.write(aBatch(late.map((at) => aFailure('a', at))));
    const later: number[] = [];
    for (
      let at = DAY_ONE + 2 * HOUR + 5 * MINUTE;
      later.length === 0 || countOf('journal') > later.length;
      at += 1000
    ) {
      store.write(aBatch([aResult('a', at)]));
      later.push(at);
    }
    const all = [...first, ...late, ...wrong, DAY_ONE + HOUR + 5 * MINUTE, ...later];
    all.sort((a, b) => a - b);
    expect(times(store, 'a')).toEqual(all);
    // Each again: none is stored twice.
    expect(store.write(aBatch(all.map((at) => aResult('a', at))))).toMatchObject({ rows: 0 });
    expect(times(store, 'a')).toEqual(all);
    const whole = { from: DAY_ONE - 24 * HOUR, to: DAY_ONE + year + HOUR, points: 3 };
    expect(store.series({ id: 'a', ...whole }).summary).toMatchObject({ count: all.length - 2, down: 2 });
  });

  test('move for all endpoints by turns, when there is not enough time for all', () => {
    // Enough for one endpoint after each batch.
    const store = create({ compactMs: 0 });
    const ids = ['a', 'b', 'c', 'd'];
    store.saveEndpoints({ endpoints: ids.map((id) => anEndpoint(id)) });
    for (let hour = 0; hour < 9; hour += 1) {
      store.write(aBatch(ids.map((id) => aResult(id, DAY_ONE + hour * HOUR + 10 * MINUTE))));
    }
    const keys = read((database) =>
      database.prepare('SELECT DISTINCT id % (1 << 28) AS key FROM block ORDER BY key').all(),
    );
    expect(keys.map(({ key }) => key)).toEqual([1, 2, 3, 4]);
  });

  test('leave the journal also when moving them takes all the time', () => {
    const store = create({ compactMs: 0 });
    store.saveEndpoints({ endpoints: [anEndpoint('a')] });
    const hours = Array.from({ length: 9 }, (_, hour) => DAY_ONE + hour * HOUR + 10 * MINUTE);
    for (const at of hours) store.write(aBatch([aResult('a', at)]));
    expect(countOf('block')).toBe(1);
    expect(countOf('journal')).toBe(1);
    expect(times(store, 'a')).toEqual(hours);
  });

  test('are written with few bytes, however many endpoints they are of', () => {
    const store = create();
    const ids = Array.from({ length: 400 }, (_, index) => `endpoint ${index}`);
    store.saveEndpoints({ endpoints: ids.map((id) => anEndpoint(id)) });
    const logged = () => statSync(`${current.file}-wal`).size;
    const spanOf = (endpointId: string, to: number): StatusSpan => ({ endpointId, status: 'up', from: DAY_ONE, to });
    const write = (step: number) => {
      const at = DAY_ONE + step * 20_000;
      store.write(
        aBatch(
          ids.map((id) => aResult(id, at)),
          ids.map((id) => spanOf(id, at)),
        ),
      );
    };
    write(0);
    const before = logged();
    for (let step = 1; step <= 10; step += 1) write(step);
    expect((logged() - before) / (10 * ids.length)).toBeLessThan(150);
  });
});

describe('results of hours with few of them', () => {
  /** Writes results, and others until the blocks are made. */
  const settle = (store: DatabaseStore, at: number) => {
    for (let second = 0; second === 0 || countOf('journal') > second; second += 1) {
      store.write(aBatch([aResult('other', at + second * 1000)]));
    }
  };
  const eager = () => create({ eager: true });
  const lastRead = (now: number) => {
    const decoded = vi.spyOn(BlockTable.prototype, 'block');
    const store = create();
    const { state } = store.load({ now });
    const blocks = decoded.mock.calls.length;
    decoded.mockRestore();
    return { store, recent: state.recent.get('a')?.at, blocks };
  };

  test('share a block a day, so the last checks are read from a few blocks at a start', () => {
    const store = create();
    store.saveEndpoints({ endpoints: [anEndpoint('a'), anEndpoint('other')] });
    const hours = Array.from({ length: 100 }, (_, hour) => DAY_ONE + hour * HOUR + 7 * MINUTE);
    for (const at of hours) store.write(aBatch([at === hours[50] ? aFailure('a', at) : aResult('a', at)]));
    settle(store, DAY_ONE + 100 * HOUR + 5 * MINUTE);
    expect(times(store, 'a')).toEqual(hours);
    close(store);
    const again = lastRead(DAY_ONE + 101 * HOUR);
    expect(again.recent).toEqual(hours.slice(-60));
    expect(again.blocks).toBeLessThan(8);
    const range = { id: 'a', from: DAY_ONE + 30 * HOUR, to: DAY_ONE + 70 * HOUR - 1, points: 100 };
    expect(again.store.series(range).summary).toMatchObject({ count: 39, down: 1 });
  });

  test('and of hours with many go where they belong, in any order, once each', () => {
    const order = fc.array(
      fc.record({ hour: fc.integer({ min: 0, max: 60 }), count: fc.constantFrom(1, 1, 2, 3, 31, 40) }),
      { minLength: 1, maxLength: 25 },
    );
    let run = 0;
    fc.assert(
      fc.property(order, fc.integer({ min: 0, max: 60 }), (hours, cut) => {
        run += 1;
        current.file = join(current.folder, `${run}.db`);
        let store = eager();
        store.saveEndpoints({ endpoints: [anEndpoint('a')] });
        const all = new Set<number>();
        for (const [index, { hour, count }] of hours.entries()) {
          const written = Array.from({ length: count }, (_, n) => DAY_ONE + hour * HOUR + n * MINUTE + (index % 3));
          for (const at of written) all.add(at);
          store.write(aBatch(written.map((at) => aResult('a', at))));
        }
        const sorted = [...all].sort((a, b) => a - b);
        expect(times(store, 'a')).toEqual(sorted);
        close(store);
        store = eager();
        expect(times(store, 'a')).toEqual(sorted);
        expect(store.write(aBatch(sorted.map((at) => aResult('a', at)))).rows).toBe(0);
        const since = DAY_ONE + cut * HOUR;
        const isLater = (at: number) => at >= since;
        pruneAll(store, { resultsBefore: since, failuresBefore: since, historyBefore: 0, removedBefore: 0 });
        expect(times(store, 'a')).toEqual(sorted.filter(isLater));
        close(store);
      }),
      { numRuns: 12 },
    );
  });

  test('stay as they are in a database that has a block for each hour, and later ones join them', () => {
    const store = eager();
    store.saveEndpoints({ endpoints: [anEndpoint('a')] });
    const hours = [1, 2, 3, 4].map((hour) => DAY_ONE + hour * HOUR);
    // What comes before all others never joins a block.
    for (const at of hours.toReversed()) store.write(aBatch([aResult('a', at)]));
    expect(countOf('block')).toBe(4);
    close(store);
    const before = new DatabaseSync(current.file);
    before.exec('ALTER TABLE block_day DROP COLUMN joined');
    const migration = MIGRATIONS.find(({ sql }) => sql.includes('ADD COLUMN joined'));
    before.prepare('DELETE FROM migration WHERE version = ?').run(migration?.version ?? 0);
    before.close();
    const again = eager();
    expect(times(again, 'a')).toEqual(hours);
    again.write(aBatch([aResult('a', DAY_ONE + 5 * HOUR)]));
    expect(countOf('block')).toBe(4);
    close(again);
    expect(times(eager(), 'a')).toEqual([...hours, DAY_ONE + 5 * HOUR]);
  });

  test('that come after a damaged block of their day get a block of their own', () => {
    const store = eager();
    store.saveEndpoints({ endpoints: [anEndpoint('a')] });
    for (const hour of [0, 2]) store.write(aBatch([aResult('a', DAY_ONE + hour * HOUR)]));
    close(store);
    const damaging = new DatabaseSync(current.file);
    damaging.exec("UPDATE block SET data = x'00'");
    damaging.close();
    const again = eager();
    // The second is of an hour that the damaged block may have.
    for (const hour of [3, 1]) again.write(aBatch([aResult('a', DAY_ONE + hour * HOUR)]));
    expect(times(again, 'a')).toEqual([DAY_ONE + HOUR, DAY_ONE + 3 * HOUR]);
  });
});

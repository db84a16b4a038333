import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { describe, expect, test, vi } from 'vitest';
import type { StatusSpan } from '../../../contract/model/uptime.ts';
import { databasePerTest } from '../testing/database-per-test.ts';
import { KILLED_IDS, KILLED_STEP_MS } from '../testing/killed-writer-plan.ts';
import { aBatch, aFailure, anEndpoint, aResult, DAY_ONE } from '../testing/store-fixture.ts';
import { BlockTable } from './block-table.ts';
import type { DatabaseStore } from './database-store.ts';

// A busy machine must not fail the tests.
vi.setConfig({ testTimeout: 60_000 });

const HOUR = 3_600_000;
const MINUTE = 60_000;

const current = databasePerTest();
const { create, close, read, countOf } = current;

function times(store: DatabaseStore, id: string): readonly number[] {
  return store
    .checks({ id, before: null, limit: 10_000 })
    .map(({ at }) => at)
    .toReversed();
}

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
    const again = create();
    expect(decoded.mock.calls.length).toBeLessThanOrEqual(2);
    decoded.mockRestore();
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
    expect(countOf('block')).toBe(8);
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

describe('the span of an endpoint', () => {
  const grown = (to: number, status: StatusSpan['status'] = 'up', from = DAY_ONE): StatusSpan => ({
    endpointId: 'a',
    status,
    from,
    to,
  });
  const spans = (store: DatabaseStore) => store.spans({ id: 'a', from: 0, to: DAY_ONE + 100 * HOUR });

  test('grows in the journal, across restarts, and is in its row when the journal entry is gone', () => {
    let store = create();
    store.saveEndpoints({ endpoints: [anEndpoint('a'), anEndpoint('b')] });
    for (let minute = 0; minute < 50; minute += 1) {
      const at = DAY_ONE + minute * MINUTE;
      store.write(aBatch([aResult('a', at)], [grown(at)]));
    }
    const end = DAY_ONE + 49 * MINUTE;
    expect(spans(store)).toEqual([grown(end)]);
    expect(read((database) => database.prepare('SELECT until FROM span').get())).toEqual({ until: DAY_ONE });
    close(store);
    store = create();
    expect(spans(store)).toEqual([grown(end)]);
    expect(store.load({ now: end }).state.spans).toEqual([grown(end)]);
    expect(store.uptime({ id: 'a', from: [DAY_ONE], to: end + HOUR })).toMatchObject([{ upMs: end - DAY_ONE }]);
    // It is no longer checked. The others go on, and the journal is removed.
    for (let second = 0; second === 0 || countOf('journal') > second; second += 1) {
      store.write(aBatch([aResult('b', DAY_ONE + HOUR + 5 * MINUTE + second * 1000)]));
    }
    expect(spans(store)).toEqual([grown(end)]);
    expect(read((database) => database.prepare('SELECT until FROM span').get())).toEqual({ until: end });
    close(store);
    expect(spans(create())).toEqual([grown(end)]);
  });

  test('ends where it had grown to when another one begins', () => {
    let store = create();
    store.saveEndpoints({ endpoints: [anEndpoint('a')] });
    const [first, second] = [DAY_ONE + MINUTE, DAY_ONE + 5 * MINUTE];
    store.write(aBatch([], [grown(DAY_ONE)]));
    store.write(aBatch([], [grown(first)]));
    store.write(aBatch([], [grown(second, 'down', second)]));
    store.write(aBatch([], [grown(second + MINUTE, 'down', second)]));
    const all = [grown(first), grown(second + MINUTE, 'down', second)];
    expect(spans(store)).toEqual(all);
    close(store);
    store = create();
    expect(spans(store)).toEqual(all);
    // Shorter than it was, as after the clock was set back.
    store.write(aBatch([], [grown(second + 1, 'down', second)]));
    expect(spans(store)).toEqual([all[0], grown(second + 1, 'down', second)]);
    close(store);
    expect(spans(create())).toEqual([all[0], grown(second + 1, 'down', second)]);
  });

  test('that is not written loses only what its batch added', () => {
    const store = create();
    store.saveEndpoints({ endpoints: [anEndpoint('a')] });
    store.write(aBatch([], [grown(DAY_ONE)]));
    store.write(aBatch([], [grown(DAY_ONE + 1)]));
    const broken = { endpointId: 'a', status: null, from: 1, to: 2 } as unknown as StatusSpan;
    expect(() => store.write(aBatch([], [grown(DAY_ONE + 2), broken]))).toThrow(/NOT NULL/);
    expect(spans(store)).toEqual([grown(DAY_ONE + 1)]);
  });
});

test('a process that is killed before any commit loses nothing that was written, and keeps nothing twice', async () => {
  const script = fileURLToPath(new URL('../testing/killed-writer.ts', import.meta.url));
  let written = -1;
  // The first dies in the first transaction that moves results, the others in those that remove entries of the journal.
  for (const commits of [9, 3, 2]) {
    const child = spawn(process.execPath, [script, current.file, String(commits)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
    const [, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
    expect(signal).toBe('SIGKILL');
    written = Math.max(written, ...printed.split('\n').flatMap((line) => (line === '' ? [] : Number(line))));
    const store = create();
    const all = Array.from({ length: written + 1 }, (_, step) => DAY_ONE + step * KILLED_STEP_MS);
    const end = DAY_ONE + written * KILLED_STEP_MS;
    for (const id of KILLED_IDS) {
      const kept = times(store, id);
      // The batch may be written whose number was not printed.
      expect(kept.slice(0, all.length)).toEqual(all);
      expect(kept.length - all.length).toBeLessThanOrEqual(1);
      const { summary } = store.series({ id, from: DAY_ONE, to: DAY_ONE + 48 * HOUR, points: 2 });
      expect(summary.count).toBe(kept.length);
      expect(store.spans({ id, from: 0, to: DAY_ONE + 48 * HOUR })).toEqual([
        { endpointId: id, status: 'up', from: DAY_ONE, to: kept.at(-1) ?? end },
      ]);
    }
    // What was found once must be found again, also if its number was not printed.
    written = times(store, KILLED_IDS[0] ?? '').length - 1;
    close(store);
  }
  // Results were moved while processes were killed.
  expect(written).toBeGreaterThan(7);
  expect(countOf('block')).toBeGreaterThan(0);
});

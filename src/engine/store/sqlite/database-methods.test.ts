/** Tests each method of the database with as little data as possible. `database-store.test.ts` has longer sequences. */
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { EMPTY_MEMORY } from '../../verdict/endpoint-memory.ts';
import { databasePerTest } from '../testing/database-per-test.ts';
import { aBatch, aFailure, anEndpoint, aResult, DAY_ONE } from '../testing/store-fixture.ts';

const database = databasePerTest();
const HOUR = 3_600_000;

function open(options: Parameters<typeof database.create>[0] = {}) {
  const store = database.create(options);
  store.saveEndpoints({ endpoints: [anEndpoint('a')] });
  return store;
}

test('sync writes something, so that it is a commit', () => {
  const store = open();
  store.sync(null);
  expect(database.read((one) => one.prepare('PRAGMA user_version').get())).toEqual({ user_version: 1 });
});

test('an endpoint remembers what was written, and nothing before', () => {
  const store = open();
  expect(store.memory({ id: 'a' })).toEqual(EMPTY_MEMORY);
  expect(store.memory({ id: 'unknown' })).toEqual(EMPTY_MEMORY);
  store.write({ ...aBatch([]), memory: [{ endpointId: 'a', json: '{"seen":1}' }] });
  expect(store.memory({ id: 'a' })).toEqual({ ...EMPTY_MEMORY, seen: 1 });
});

test('results move into blocks at once when that is asked for, and otherwise when their hour is over', () => {
  const store = open({ compactMs: 60_000 });
  store.write(aBatch([aResult('a', DAY_ONE)]));
  expect([database.countOf('journal'), database.countOf('block')]).toEqual([1, 0]);
  database.close(store);
  const eager = database.create({ eager: true });
  eager.write(aBatch([aResult('a', DAY_ONE + 1)]));
  expect([database.countOf('journal'), database.countOf('block')]).toEqual([0, 1]);
  expect(eager.checks({ id: 'a', before: null, limit: 5 }).map(({ at }) => at - DAY_ONE)).toEqual([1, 0]);
});

test('the newest checks are found in blocks and in the journal, in order, whatever was written last', () => {
  const store = open({ compactMs: 60_000 });
  const times = [0, 10, HOUR, 5 * HOUR, 5 * HOUR + 10];
  store.write(aBatch(times.map((at) => aResult('a', DAY_ONE + at))));
  store.write(aBatch([aResult('a', DAY_ONE + 5 * HOUR + 5), aResult('a', DAY_ONE + 20)]));
  const newest = (limit: number, before: number | null = null) =>
    store.checks({ id: 'a', before: before === null ? null : DAY_ONE + before, limit }).map(({ at }) => at - DAY_ONE);
  expect(newest(10)).toEqual([5 * HOUR + 10, 5 * HOUR + 5, 5 * HOUR, HOUR, 20, 10, 0]);
  expect(newest(2)).toEqual([5 * HOUR + 10, 5 * HOUR + 5]);
  expect(newest(3, 5 * HOUR)).toEqual([HOUR, 20, 10]);
  expect(newest(3, 20)).toEqual([10, 0]);
  expect(newest(1, 0)).toEqual([]);
});

test('a series and a distribution have what was written, and the failure of a point', () => {
  const store = open();
  store.write(aBatch([aResult('a', DAY_ONE), aFailure('a', DAY_ONE + 1), aResult('a', DAY_ONE + 2)]));
  const range = { id: 'a', from: DAY_ONE, to: DAY_ONE + HOUR - 1 };
  const series = store.series({ ...range, points: 100 });
  expect(series).toMatchObject({ step: 0, count: [1, 0, 1], down: [0, 1, 0] });
  expect(series.failure).toMatchObject([null, { code: 'connect.refused' }, null]);
  const minutes = store.series({ ...range, points: 1 });
  expect(minutes).toMatchObject({ step: HOUR, count: [2], down: [1], summary: { count: 2, down: 1 } });
  expect(minutes.failure).toMatchObject([{ code: 'connect.refused' }]);
  expect(store.distribution({ ...range, points: 60 }).count).toEqual([2]);
  expect(store.series({ ...range, id: 'unknown', points: 1 }).at).toEqual([]);
});

test('the database of another program is refused, and its path is said', () => {
  const other = new DatabaseSync(database.file);
  other.exec('CREATE TABLE mine (n); PRAGMA application_id = 5');
  other.close();
  expect(() => database.create()).toThrow(
    expect.objectContaining({ problem: { code: 'store.foreign', params: { file: database.file } } }),
  );
});

test('a start says how large the file is, and the end leaves it without a log', () => {
  const store = open();
  const { state, bytes, notCopied } = store.load({ now: DAY_ONE });
  expect([state.endpoints.length, bytes > 4096, notCopied]).toEqual([1, true, null]);
  expect(store.identity).toMatch(/^\d+:\d+$/u);
  store.removeEndpoints({ ids: ['a'], at: DAY_ONE });
  expect(store.removedEndpoints(null).map(({ id }) => id)).toEqual(['a']);
  database.close(store);
  expect(database.read((one) => one.prepare('PRAGMA journal_mode').get())).toEqual({ journal_mode: 'wal' });
});

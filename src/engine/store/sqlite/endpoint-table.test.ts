import { expect, test } from 'vitest';
import { anEndpoint, DAY_ONE, SETTINGS } from '../testing/store-fixture.ts';
import { tablesPerTest } from '../testing/tables-per-test.ts';

const store = tablesPerTest();
const ids = () => store.tables.endpoints.listed().map(({ endpoint }) => endpoint.id);
const removed = () => store.tables.endpoints.removed().map(({ id }) => id);

test('endpoints are read as they were saved, and keep their keys', () => {
  const paused = anEndpoint('c', { paused: true, pausedUntil: DAY_ONE + 5, source: 'file', createdAt: DAY_ONE + 1 });
  const demo = anEndpoint('d', { source: 'demo' });
  store.tables.endpoints.save([paused, demo]);
  store.reopen();
  const { endpoints } = store.tables;
  const all = [anEndpoint('a'), anEndpoint('b'), paused, demo];
  expect(endpoints.listed()).toEqual(all.map((endpoint, index) => ({ key: index + 1, endpoint })));
  expect([endpoints.key('c'), endpoints.key('x')]).toEqual([3, undefined]);
  expect([...endpoints.keys()]).toEqual([1, 2, 3, 4]);
  const changed = anEndpoint('a', { target: 'other', paused: true });
  endpoints.save([changed]);
  expect(endpoints.listed()[0]).toEqual({ key: 1, endpoint: changed });
});

test('removed endpoints keep the time of their first removal, and are restored when they are saved', () => {
  const { endpoints } = store.tables;
  endpoints.save([anEndpoint('c'), anEndpoint('d', { source: 'file' })]);
  endpoints.remove(['a', 'd'], DAY_ONE + 10);
  endpoints.remove(['a', 'b'], DAY_ONE + 20);
  expect([ids(), removed()]).toEqual([['c'], ['b', 'd', 'a']]);
  // Those of lookout.yaml may come back at any time.
  expect([endpoints.removedBefore(DAY_ONE + 10), endpoints.removedBefore(DAY_ONE + 11)]).toEqual([[], [1]]);
  expect(endpoints.removedBefore(DAY_ONE + 21)).toEqual([1, 2]);
  endpoints.save([anEndpoint('a')]);
  expect([ids(), removed()]).toEqual([
    ['a', 'c'],
    ['b', 'd'],
  ]);
});

test('keys are walked through, and those of forgotten endpoints are not given again', () => {
  const { endpoints } = store.tables;
  expect([0, 1, 2].map((key) => endpoints.keyAfter(key))).toEqual([1, 2, undefined]);
  endpoints.forget(1);
  endpoints.forget(9);
  expect([endpoints.key('a'), endpoints.key('b'), endpoints.keyAfter(0)]).toEqual([undefined, 2, 2]);
  expect(ids()).toEqual(['b']);
});

test('settings are replaced by name, and those that are damaged are given as they are', () => {
  const { endpoints, database } = store.tables;
  expect(endpoints.settings()).toEqual({});
  endpoints.saveSettings(SETTINGS);
  endpoints.saveSettings({ ...SETTINGS, theme: 'light' });
  store.reopen();
  expect(store.tables.endpoints.settings()).toEqual({ ...SETTINGS, theme: 'light' });
  expect(database.isOpen).toBe(false);
  store.tables.database.exec("UPDATE setting SET value = 'not JSON' WHERE name = 'theme'");
  expect(store.tables.endpoints.settings()).toEqual({ ...SETTINGS, theme: 'not JSON' });
});

test('an endpoint whose config is damaged has its target as a name', () => {
  store.tables.database.exec("UPDATE endpoint SET config = '{' WHERE id = 'a'");
  expect(store.tables.endpoints.listed()[0]?.endpoint).toMatchObject({
    id: 'a',
    config: { name: 'https://a.example/' },
  });
});

test('what was replaced is not in the file any more', () => {
  const secret = 'a password that was not sealed yet';
  store.tables.endpoints.save([anEndpoint('a', { target: secret })]);
  store.tables.endpoints.save([anEndpoint('a')]);
  const { secure_delete: mode } = store.tables.database.prepare('PRAGMA secure_delete').get() ?? {};
  // Only while endpoints are saved: it costs time.
  expect(mode).toBe(0);
});

import { describe, expect, test } from 'vitest';
import type { MaintenanceInput } from '../../contract/model/maintenance.ts';
import { createMemoryStore } from '../store/memory-store.ts';
import { createFakeTime } from '../testing/fake-ports.ts';
import { Silences } from './silences.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const at = (iso: string): number => Date.parse(iso);
const NIGHTLY: MaintenanceInput = {
  name: 'Backup',
  match: { group: 'db' },
  weekdays: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
  at: '02:00',
  duration: '1h',
  timezone: 'Europe/Berlin',
};

const endpoint = (group: string) =>
  ({ id: 'e', config: { name: 'E', kind: 'http', group, tags: [] } }) as unknown as Parameters<Silences['of']>[0];
const DB = endpoint('db');

async function setUp(start: string, store = createMemoryStore()) {
  const time = createFakeTime(at(start));
  await store.open(time.clock.now());
  const changes: number[] = [];
  const silences = new Silences({
    clock: time.clock,
    timers: time.timers,
    log: () => undefined,
    store,
    countMatching: () => 3,
    onChange: () => changes.push(time.clock.now()),
  });
  await silences.load();
  const named = () => silences.of(DB, time.clock.now())?.name;
  return { time, store, silences, changes, named };
}

describe('a silence that repeats', () => {
  test('is under way at its times only, for the endpoints that it matches', async () => {
    const { time, silences, named } = await setUp('2026-11-30T00:00:00Z');
    const saved = await silences.save(null, NIGHTLY);
    expect(saved).toMatchObject({ source: 'hand', active: false, endpoints: 3, config: { name: 'Backup' } });
    expect(saved.next.map(({ from }) => new Date(from).toISOString().slice(0, 16))).toEqual([
      '2026-11-30T01:00',
      '2026-12-01T01:00',
      '2026-12-02T01:00',
    ]);
    expect(named()).toBeUndefined();
    await time.advance(HOUR);
    expect(named()).toBe('Backup');
    expect(silences.of(endpoint('web'), time.clock.now())).toBeUndefined();
    expect(silences.list()).toMatchObject([{ active: true, to: at('2026-11-30T02:00:00Z') }]);
    await time.advance(HOUR);
    expect(named()).toBeUndefined();
    await time.advance(23 * HOUR);
    expect(named()).toBe('Backup');
  });

  test('begins at the same local time when the clocks change', async () => {
    const { silences } = await setUp('2026-10-24T12:00:00Z');
    await silences.save(null, { ...NIGHTLY, at: '04:00' });
    const starts = silences.planned(at('2026-10-24T12:00:00Z'), at('2026-10-26T12:00:00Z')).map(({ from }) => from);
    expect(starts).toEqual([at('2026-10-25T03:00:00Z'), at('2026-10-26T03:00:00Z')]);
  });

  test('tells alerts when it begins and ends, also when the clock was set', async () => {
    const { time, silences, changes } = await setUp('2026-11-30T00:59:00Z');
    await silences.save(null, NIGHTLY);
    changes.length = 0;
    await time.advance(MINUTE);
    expect(changes).toEqual([at('2026-11-30T01:00:00Z')]);
    await time.advance(30 * MINUTE);
    expect(changes).toHaveLength(1);
    time.sleep(40 * MINUTE);
    await time.advance(MINUTE);
    expect(changes).toHaveLength(2);
    silences.stop();
    expect(time.pending).toBe(0);
  });

  test('can be ended for now, and comes again', async () => {
    const { time, silences, named, store } = await setUp('2026-11-30T01:30:00Z');
    const { id } = await silences.save(null, NIGHTLY);
    expect(named()).toBe('Backup');
    await silences.end([id]);
    expect(named()).toBeUndefined();
    const restarted = await setUp('2026-11-30T01:45:00Z', store);
    expect(restarted.named()).toBeUndefined();
    await time.advance(24 * HOUR);
    expect(named()).toBe('Backup');
  });

  test('can be changed and removed', async () => {
    const { silences, named } = await setUp('2026-11-30T01:30:00Z');
    const { id } = await silences.save(null, NIGHTLY);
    await silences.save(id, { ...NIGHTLY, name: 'Later', at: '05:00' });
    expect(named()).toBeUndefined();
    expect(silences.list()).toMatchObject([{ id, config: { name: 'Later', at: '05:00' } }]);
    await silences.remove([id]);
    expect(silences.list()).toEqual([]);
    await expect(silences.remove([id])).rejects.toMatchObject({ reason: 'silenceNotFound' });
    await expect(silences.save(id, NIGHTLY)).rejects.toMatchObject({ reason: 'silenceNotFound' });
  });

  test('of lookout.yaml is changed only there, but can be ended for now', async () => {
    const { silences, named, store } = await setUp('2026-11-30T01:30:00Z');
    const config = { name: 'File', match: {}, cron: '0 2 * * *', duration: HOUR, timezone: 'Europe/Berlin' };
    silences.setFile([config]);
    const [listed] = silences.list();
    expect(listed).toMatchObject({ source: 'file', active: true });
    const id = listed?.id ?? '';
    await expect(silences.save(id, NIGHTLY)).rejects.toMatchObject({ reason: 'silenceInConfigFile' });
    await silences.end([id]);
    expect(named()).toBeUndefined();
    const restarted = await setUp('2026-11-30T01:45:00Z', store);
    restarted.silences.setFile([config]);
    expect(restarted.named()).toBeUndefined();
    silences.setFile([]);
    expect(silences.list()).toEqual([]);
  });
});

describe('a silence that takes place once', () => {
  test('begins now, and ends after its duration or when it is ended', async () => {
    const { time, silences, named } = await setUp('2026-11-30T12:00:00Z');
    await silences.add({ group: 'db' }, 30, 'Move');
    expect(named()).toBe('Move');
    await time.advance(30 * MINUTE);
    expect(named()).toBeUndefined();
    expect(silences.list()).toEqual([]);
    const { id } = await silences.add({}, 30, '');
    expect(named()).toBe('');
    await silences.end([id]);
    expect(named()).toBeUndefined();
    expect(silences.list()).toEqual([]);
  });

  test('may begin later, and is refused if it is already over', async () => {
    const { time, silences, named } = await setUp('2026-11-30T12:00:00Z');
    const once = { match: {}, from: '2026-11-30 14:00', duration: '1h', timezone: 'UTC' };
    await silences.save(null, once);
    expect(named()).toBeUndefined();
    await time.advance(2 * HOUR);
    expect(named()).toBe('');
    await expect(silences.save(null, { ...once, from: '2026-11-30 10:00' })).rejects.toMatchObject({
      issues: [{ code: 'inPast', path: 'silence.duration' }],
    });
    await expect(silences.save(null, { match: {} })).rejects.toMatchObject({
      issues: [{ code: 'schedule', path: 'silence.from' }],
    });
  });

  test('is kept for what-if for a month after its end, with the time that it really covered', async () => {
    const { time, silences, store } = await setUp('2026-11-01T12:00:00Z');
    const { id } = await silences.add({ group: 'db' }, 60, 'Move');
    await time.advance(10 * MINUTE);
    await silences.end([id]);
    const from = at('2026-11-01T12:00:00Z');
    const silenced = [{ from, to: from + 10 * MINUTE, name: 'Move', match: { group: 'db' } }];
    expect(silences.within(from - HOUR, from + HOUR)).toEqual(silenced);
    expect(silences.within(from + 20 * MINUTE, from + HOUR)).toEqual([]);
    const later = await setUp('2026-11-30T12:00:00Z', store);
    expect(later.silences.within(from, from + HOUR)).toEqual(silenced);
    const muchLater = await setUp('2026-12-03T14:00:00Z', store);
    expect(muchLater.silences.within(from, from + HOUR)).toEqual([]);
    expect(await store.documents({ collection: 'silence' })).toEqual([]);
  });

  test('that was stored before silences could repeat is read', async () => {
    const store = createMemoryStore();
    const from = at('2026-11-30T12:00:00Z');
    await store.open(from);
    const old = { id: 'old', match: { group: 'db' }, from, to: from + HOUR, reason: 'Move', createdAt: from };
    await store.saveDocuments([
      { collection: 'silence', id: 'old', at: old.to, open: false, json: JSON.stringify(old) },
    ]);
    const { named } = await setUp('2026-11-30T12:30:00Z', store);
    expect(named()).toBe('Move');
  });
});

test('a preview says when a silence comes next, without saving it', async () => {
  const { silences } = await setUp('2026-11-30T00:00:00Z');
  const preview = silences.preview(NIGHTLY);
  expect(preview.endpoints).toBe(3);
  expect(preview.next).toHaveLength(5);
  expect(silences.list()).toEqual([]);
});

test('a silence that repeats covers no time before it was created', async () => {
  const { silences } = await setUp('2026-11-30T01:30:00Z');
  await silences.save(null, NIGHTLY);
  const times = silences.within(at('2026-11-28T00:00:00Z'), at('2026-12-01T00:00:00Z'));
  expect(times).toMatchObject([{ from: at('2026-11-30T01:30:00Z'), to: at('2026-11-30T02:00:00Z') }]);
});

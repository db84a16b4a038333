/** Maintenance windows, in a whole engine. */
import { describe, expect, it } from 'vitest';
import { createMemoryStore } from './store/memory-store.ts';
import { neverClosed, refused, setUpEngine } from './testing/engine-setup.ts';

const MINUTE = 60_000;

async function spansOf({ store, time }: Awaited<ReturnType<typeof setUpEngine>>, id: string) {
  const spans = await store.spans(id, { from: 0, to: time.clock.now() });
  return spans.map(({ status, from, to }) => [status, (to - from) / MINUTE]);
}

describe('maintenance', () => {
  it('still checks, opens no incident, and is left out of uptime', async () => {
    const setup = await setUpEngine();
    const { engine, time, network, add, stateOf, ports } = setup;
    const id = await add({ interval: MINUTE });
    await time.advance(10 * MINUTE);
    const window = await engine.request('maintenance.start', { ids: [id], minutes: 40 });
    expect(window).toMatchObject({ active: true, endpoints: 1, config: { name: 'a' } });
    network.answer = () => refused;
    const before = network.runs.length;
    await time.advance(30 * MINUTE);
    expect(network.runs.length - before).toBe(30);
    expect(await stateOf(id)).toMatchObject({
      status: 'maintenance',
      failing: 0,
      uptime24h: 1,
      maintenance: { name: 'a', windowId: window.id, until: window.next[0]?.to },
    });
    expect(await engine.request('incidents.list', { limit: 10 })).toEqual([]);
    expect(ports.notifications).toEqual([]);
    network.answer = () => null;
    await time.advance(20 * MINUTE);
    expect(await stateOf(id)).toMatchObject({ status: 'up', uptime24h: 1 });
    const [day] = await engine.request('uptime.get', { id });
    expect(day).toMatchObject({ ratio: 1, downMs: 0 });
    expect((day?.watchedMs ?? 0) / MINUTE).toBeGreaterThan(18);
    expect((day?.watchedMs ?? 0) / MINUTE).toBeLessThan(21);
    const history = await engine.request('spans.get', { id, from: 0, to: time.clock.now(), points: 100 });
    expect(history.spans.map(({ state }) => state)).toEqual(['up', 'maintenance', 'up']);
    // The time until the first check after it belongs to it.
    const length = history.spans.map(({ from, to }) => (to - from) / MINUTE)[1] ?? 0;
    expect(length).toBeGreaterThanOrEqual(40);
    expect(length).toBeLessThanOrEqual(41);
  });

  it('a failure that lasts longer opens an incident at its end', async () => {
    const { engine, time, network, add, stateOf } = await setUpEngine();
    const id = await add();
    await time.advance(MINUTE);
    const { next } = await engine.request('maintenance.start', { ids: [id], minutes: 5 });
    network.answer = () => refused;
    await time.advance(6 * MINUTE);
    expect(await stateOf(id)).toMatchObject({ status: 'down' });
    const [incident] = await engine.request('incidents.list', { limit: 10 });
    expect(incident?.startedAt).toBeGreaterThanOrEqual(next[0]?.to ?? Infinity);
  });

  it('an open incident stays open, is not downtime during it, and ends with a good check', async () => {
    const setup = await setUpEngine();
    const { engine, time, network, add, stateOf } = setup;
    network.answer = () => refused;
    const id = await add({ interval: MINUTE });
    await time.advance(10 * MINUTE);
    await engine.request('maintenance.start', { ids: [id], minutes: 60 });
    await time.advance(30 * MINUTE);
    expect(await engine.request('incidents.list', { limit: 10, open: true })).toHaveLength(1);
    network.answer = () => null;
    await time.advance(MINUTE);
    expect(await engine.request('incidents.list', { limit: 10, open: true })).toEqual([]);
    expect(await stateOf(id)).toMatchObject({ status: 'maintenance' });
    const [day] = await engine.request('uptime.get', { id });
    expect((day?.downMs ?? 0) / MINUTE).toBeCloseTo(10, 0);
  });

  it('applies to the endpoints that match, repeats, and follows a changed endpoint', async () => {
    const { engine, time, add, stateOf } = await setUpEngine();
    const slowly = { interval: MINUTE };
    const prod = await add({ ...slowly, tags: ['prod'], name: 'p' });
    const test = await add({ ...slowly, target: 'b', name: 't' });
    // The fake clock begins at midnight, UTC.
    const window = { name: 'Patch', match: { tag: 'prod' }, cron: '5-59/10 * * * *', duration: '3m', timezone: 'UTC' };
    const view = await engine.request('maintenance.save', { window });
    expect(view).toMatchObject({ active: false, endpoints: 1, source: 'hand' });
    await time.advance(5 * MINUTE + 1);
    expect([(await stateOf(prod))?.status, (await stateOf(test))?.status]).toEqual(['maintenance', 'up']);
    await engine.request('endpoints.update', {
      id: test,
      config: { kind: 'fake', target: 'b', name: 't', ...slowly, tags: ['prod'] },
    });
    expect((await stateOf(test))?.status).toBe('maintenance');
    await time.advance(5 * MINUTE);
    expect([(await stateOf(prod))?.status, (await stateOf(test))?.status]).toEqual(['up', 'up']);
    await time.advance(5 * MINUTE);
    expect((await stateOf(prod))?.status).toBe('maintenance');
  });

  it('can be ended early, and comes again', async () => {
    const { engine, time, add, stateOf, changes } = await setUpEngine();
    const id = await add({ interval: MINUTE });
    const window = { name: 'Often', cron: '*/10 * * * *', duration: '5m', timezone: 'UTC' };
    const { id: windowId } = await engine.request('maintenance.save', { window });
    await time.advance(MINUTE);
    expect((await stateOf(id))?.status).toBe('maintenance');
    await engine.request('maintenance.end', { id: windowId });
    await time.advance(MINUTE);
    expect((await stateOf(id))?.status).toBe('up');
    await time.advance(10 * MINUTE);
    expect((await stateOf(id))?.status).toBe('maintenance');
    await engine.request('maintenance.remove', { ids: [windowId] });
    await time.advance(MINUTE);
    expect((await stateOf(id))?.status).toBe('up');
    expect(await engine.request('maintenance.list', {})).toEqual([]);
    expect(changes('changed').length).toBeGreaterThan(3);
  });

  it('a paused endpoint stays paused, and is in maintenance when it is resumed', async () => {
    const setup = await setUpEngine();
    const { engine, time, add, stateOf } = setup;
    const id = await add({ interval: MINUTE });
    await time.advance(MINUTE);
    await engine.request('endpoints.pause', { ids: [id] });
    await engine.request('maintenance.start', { ids: [id], minutes: 60 });
    await time.advance(10 * MINUTE);
    expect((await stateOf(id))?.status).toBe('paused');
    await engine.request('endpoints.resume', { ids: [id] });
    await time.advance(MINUTE);
    expect((await stateOf(id))?.status).toBe('maintenance');
    await engine.request('endpoints.pause', { ids: [id] });
    await time.advance(10 * MINUTE);
    expect((await stateOf(id))?.status).toBe('paused');
    expect((await spansOf(setup, id)).map(([status]) => status)).toEqual(['up', 'paused', 'maintenance', 'paused']);
  });

  it('continues after a restart, as one period', async () => {
    const store = neverClosed(createMemoryStore());
    const first = await setUpEngine({ store });
    const id = await first.add({ interval: MINUTE });
    await first.time.advance(10 * MINUTE);
    await first.engine.request('maintenance.start', { ids: [id], minutes: 60 });
    await first.time.advance(9 * MINUTE);
    await first.engine.dispose();
    const second = await setUpEngine({ store, ports: first.ports });
    expect((await second.stateOf(id))?.status).toBe('maintenance');
    await second.time.advance(10 * MINUTE);
    const maintenance = (await spansOf(second, id)).filter(([status]) => status === 'maintenance');
    expect(maintenance).toHaveLength(1);
    expect(Number(maintenance[0]?.[1])).toBeGreaterThan(17);
  });

  it('windows of lookout.yaml come and go with the file, and cannot be changed', async () => {
    const { engine, time, add, stateOf } = await setUpEngine();
    const id = await add();
    const config = { name: 'From file', match: {}, cron: '0 * * * *', duration: 30 * MINUTE, timezone: 'UTC' };
    await engine.syncFile([], { maintenance: [config] });
    await time.advance(MINUTE);
    expect((await stateOf(id))?.status).toBe('maintenance');
    const [view] = await engine.request('maintenance.list', {});
    expect(view).toMatchObject({ source: 'file', active: true });
    const windowId = view?.id ?? '';
    await expect(engine.request('maintenance.remove', { ids: [windowId] })).rejects.toMatchObject({
      code: 'readOnly',
      params: { name: 'From file' },
    });
    await engine.request('maintenance.end', { id: windowId });
    expect((await stateOf(id))?.status).not.toBe('maintenance');
    // The file is read again: an ended occurrence stays ended.
    await engine.syncFile([], { maintenance: [config] });
    expect((await stateOf(id))?.status).not.toBe('maintenance');
    await engine.syncFile([]);
    expect(await engine.request('maintenance.list', {})).toEqual([]);
  });

  it.each([
    [{ name: '', cron: '0 2 * * *', duration: '2h' }, 'textBetween', 'window.name'],
    [{ name: 'w', cron: 'nightly', duration: '2h' }, 'cron', 'window.cron'],
    [{ name: 'w', cron: '0 0 30 2 *', duration: '2h' }, 'cronNever', 'window.cron'],
    [{ name: 'w', cron: '*/5 * * * *', duration: '2h' }, 'neverPauses', 'window.duration'],
    [{ name: 'w', cron: '0 2 * * *' }, 'required', 'window.duration'],
    [{ name: 'w', cron: '0 2 * * *', duration: '5s' }, 'duration', 'window.duration'],
    [{ name: 'w', cron: '0 2 * * *', at: '02:00', duration: '2h' }, 'inCron', 'window.at'],
    [{ name: 'w', weekdays: ['sun'], duration: '2h' }, 'required', 'window.at'],
    [{ name: 'w', weekdays: ['sonntag'], at: '02:00', duration: '2h' }, 'weekdays', 'window.weekdays[0]'],
    [{ name: 'w', monthDays: [32], at: '02:00', duration: '2h' }, 'monthDays', 'window.monthDays[0]'],
    [{ name: 'w', monthDays: [1], at: '2 Uhr', duration: '2h' }, 'timeOfDay', 'window.at'],
    [{ name: 'w', from: '2026-13-01 00:00', to: '2026-12-01 00:00' }, 'dateTime', 'window.from'],
    [{ name: 'w', from: '2026-12-02 00:00', to: '2026-12-01 00:00' }, 'notAfter', 'window.to'],
    [{ name: 'w', from: '2025-12-02 00:00', to: '2025-12-03 00:00' }, 'inPast', 'window.to'],
    [{ name: 'w', from: '2026-12-02 00:00' }, 'endOrDuration', 'window.to'],
    [{ name: 'w' }, 'schedule', 'window.from'],
    [{ name: 'w', cron: '0 2 * * *', duration: '2h', timezone: 'Berlin' }, 'timezone', 'window.timezone'],
    [{ name: 'w', cron: '0 2 * * *', duration: '2h', tz: 'UTC' }, 'unknownField', 'window.tz'],
    [{ name: 'w', cron: '0 2 * * *', duration: '2h', match: { tags: 'x' } }, 'unknownField', 'window.match.tags'],
  ])('refuses %j: %s', async (window, code, path) => {
    const { engine } = await setUpEngine();
    for (const channel of ['maintenance.save', 'maintenance.preview'] as const) {
      await expect(engine.request(channel, { window: window as object })).rejects.toMatchObject({
        code: 'invalid',
        issues: [{ code, path }],
      });
    }
  });

  it('previews the next occurrences in the time zone', async () => {
    const { engine, add } = await setUpEngine();
    await add();
    const window = { name: 'w', weekdays: ['Sunday'], at: '02:00', duration: '2h', timezone: 'Europe/Berlin' };
    const { next, endpoints } = await engine.request('maintenance.preview', { window });
    expect(endpoints).toBe(1);
    expect(next.map(({ from }) => new Date(from).toISOString().slice(0, 16))).toEqual([
      '2026-01-04T01:00',
      '2026-01-11T01:00',
      '2026-01-18T01:00',
      '2026-01-25T01:00',
      '2026-02-01T01:00',
    ]);
  });
});

it('a calendar gets the occurrences of a range, those of the past and an early end included', async () => {
  const { engine, time, add } = await setUpEngine();
  const id = await add({});
  const DAY = 86_400_000;
  const start = time.clock.now();
  const save = (window: object) => engine.request('maintenance.save', { window: { timezone: 'UTC', ...window } });
  const weekly = await save({ name: 'Weekly', weekdays: ['thu'], at: '22:00', duration: '4h' });
  const now = await engine.request('maintenance.start', { ids: [id], minutes: 60 });
  await time.advance(60_000);
  await engine.request('maintenance.end', { id: now.id });
  const planned = await engine.request('maintenance.planned', { from: start - 7 * DAY, to: start + 15 * DAY });
  expect(planned.filter(({ windowId }) => windowId === now.id)).toEqual([
    { windowId: now.id, from: start, to: start + 60_000 },
  ]);
  // 1 January 2026 is a Thursday.
  const times = planned.filter(({ windowId }) => windowId === weekly.id);
  expect(times.map(({ from }) => new Date(from).toISOString())).toEqual([
    '2025-12-25T22:00:00.000Z',
    '2026-01-01T22:00:00.000Z',
    '2026-01-08T22:00:00.000Z',
    '2026-01-15T22:00:00.000Z',
  ]);
  expect(times.every(({ from, to }) => to - from === 4 * 3_600_000)).toBe(true);
  await expect(engine.request('maintenance.planned', { from: 0, to: 63 * DAY })).rejects.toMatchObject({
    issues: [{ path: 'to' }],
  });
});

/** Objectives and the uptime of any range, in a whole engine. */
import { expect, it } from 'vitest';
import { createMemoryStore } from './store/memory-store.ts';
import { neverClosed, refused, setUpEngine } from './testing/engine-setup.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

it('uptime of any range says how much is known, and why the rest is not', async () => {
  const { engine, time, network, add } = await setUpEngine();
  const start = time.clock.now();
  const id = await add({ retries: 0, interval: 5000 });
  await time.advance(10 * MINUTE);
  network.answer = () => refused;
  await time.advance(5 * MINUTE);
  network.answer = () => null;
  await time.advance(5 * MINUTE);
  await engine.request('endpoints.pause', { ids: [id] });
  await time.advance(10 * MINUTE);
  const [whole] = await engine.request('uptime.range', { from: start, to: start + DAY });
  expect(whole).toMatchObject({ endpointId: id, from: start, to: start + 30 * MINUTE, incidents: 1 });
  const minutes = (ms = 0) => Math.round(ms / MINUTE);
  expect([minutes(whole?.upMs), minutes(whole?.downMs), minutes(whole?.pausedMs)]).toEqual([15, 5, 10]);
  expect(whole?.ratio).toBeCloseTo(0.75, 1);
  expect(whole?.coverage).toBeCloseTo(2 / 3, 1);
  const [before] = await engine.request('uptime.range', { from: start - DAY, to: start, ids: [id] });
  expect(before).toMatchObject({ ratio: null, coverage: 0, incidents: 0 });
  expect(await engine.request('uptime.range', { from: 0, to: start, match: { tag: 'none' } })).toEqual([]);
});

it('an endpoint has the objective of its config', async () => {
  const { engine, time, network, add } = await setUpEngine();
  const id = await add({ retries: 0, interval: 5000, objective: 99.9, objectiveWindow: '30d', name: 'Shop' });
  await time.advance(10 * MINUTE);
  network.answer = () => refused;
  await time.advance(3 * MINUTE);
  const [view, ...more] = await engine.request('objectives.list', {});
  expect(more).toEqual([]);
  expect(view).toMatchObject({
    id,
    source: 'endpoint',
    config: { name: 'Shop', target: 99.9, window: 30 * DAY },
    endpoints: [id],
    level: 'fast',
  });
  expect((view?.leftMs ?? 0) / MINUTE).toBeCloseTo(43.2 - 3, 0);
  expect(view?.exhaustedAt).toBeGreaterThan(time.clock.now());
});

it('one failed check is down time, but alerts nobody', async () => {
  const { engine, time, network, add } = await setUpEngine();
  const id = await add({ retries: 0, interval: MINUTE, objective: 99.99 });
  await time.advance(30 * MINUTE);
  network.answer = () => refused;
  await time.advance(MINUTE);
  network.answer = () => null;
  await time.advance(MINUTE + 1000);
  const [incident] = await engine.request('incidents.list', { id, limit: 1 });
  expect(incident?.failures).toBe(1);
  const [view] = await engine.request('objectives.list', { id });
  expect(view).toMatchObject({ level: null, burn: { '5m': 0, '1h': 0, '6h': 0, '3d': 0 } });
  expect((view?.downMs ?? 0) / MINUTE).toBeCloseTo(1, 0);
});

it('several endpoints have one together, by hand and in lookout.yaml, and it is kept', async () => {
  const store = neverClosed(createMemoryStore());
  const { engine, time, add, ports } = await setUpEngine({ store });
  const ids = [await add({ group: 'Shop' }), await add({ group: 'Shop', target: 'b' })];
  await add({ target: 'c' });
  await time.advance(MINUTE);
  const objective = { name: 'Shop', match: { group: 'Shop' }, target: 99.5, window: '7d' };
  const saved = await engine.request('objectives.save', { objective });
  expect(saved).toMatchObject({ source: 'hand', endpoints: ids, ratio: 1, config: { window: 7 * DAY } });
  await engine.syncFile([], { objectives: [{ name: 'All', match: {}, target: 99, window: 30 * DAY }] });
  expect((await engine.request('objectives.list', {})).map(({ config }) => config.name)).toEqual(['Shop', 'All']);
  expect(await engine.request('objectives.list', { id: ids[0] ?? '' })).toHaveLength(2);
  await expect(engine.request('objectives.remove', { ids: ['file:All'] })).rejects.toMatchObject({ code: 'readOnly' });
  await engine.dispose();
  const second = await setUpEngine({ store, ports });
  expect((await second.engine.request('objectives.list', {})).map(({ id }) => id)).toEqual([saved.id]);
  await second.engine.request('objectives.remove', { ids: [saved.id] });
  expect(await second.engine.request('objectives.list', {})).toEqual([]);
});

it.each([
  [{ name: 'x', target: 100 }, 'target', 'objective.target'],
  [{ name: 'x', target: '99' }, 'target', 'objective.target'],
  [{ name: 'x' }, 'required', 'objective.target'],
  [{ name: '', target: 99 }, 'textBetween', 'objective.name'],
  [{ name: 'x', target: 99, window: '1h' }, 'duration', 'objective.window'],
  [{ name: 'x', target: 99, days: 30 }, 'unknownField', 'objective.days'],
])('refuses %j', async (objective, code, path) => {
  const { engine } = await setUpEngine();
  await expect(engine.request('objectives.save', { objective: objective as object })).rejects.toMatchObject({
    issues: [{ code, path }],
  });
});

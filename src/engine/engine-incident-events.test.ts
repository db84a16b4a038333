/** Actions on incidents, figures of incidents, and outages of several endpoints, in a whole engine. */
import { expect, it } from 'vitest';
import type { StatusSpan } from '../contract/model/uptime.ts';
import { createMemoryStore } from './store/memory-store.ts';
import { neverClosed, refused, setUpEngine } from './testing/engine-setup.ts';

const MINUTE = 60_000;

/** An endpoint with an incident of five minutes. */
async function withIncident(options: Parameters<typeof setUpEngine>[0] = {}) {
  const setup = await setUpEngine(options);
  const { engine, time, network, add } = setup;
  const from = time.clock.now();
  const endpointId = await add({ retries: 0, interval: 5000 });
  await time.advance(5 * MINUTE);
  network.answer = () => refused;
  await time.advance(5 * MINUTE);
  network.answer = () => null;
  await time.advance(5 * MINUTE);
  const [incident] = await engine.request('incidents.list', { id: endpointId, limit: 1 });
  return { ...setup, from, endpointId, id: incident?.id ?? '' };
}

it('is acknowledged and commented on; the timeline has every event', async () => {
  const { engine, endpointId, id, changes, time } = await withIncident();
  await engine.request('incidents.remark', { id, endpointId, type: 'acknowledged', by: 'Ada', text: 'On it' });
  await engine.request('incidents.remark', { id, endpointId, type: 'comment', by: 'Ada', text: 'A cable.' });
  expect(await engine.request('incidents.marks', { ids: [id, 'other'] })).toMatchObject([
    { incidentId: id, acknowledged: { by: 'Ada', text: 'On it' }, excluded: null, comments: 1 },
    { incidentId: 'other', acknowledged: null, comments: 0 },
  ]);
  const timeline = await engine.request('incidents.timeline', { id, endpointId });
  expect(timeline).toMatchObject([
    { type: 'failed', failure: { code: 'connect.refused' }, check: { verdict: 'down' } },
    { type: 'failing', count: 59 },
    { type: 'recovered', check: { verdict: 'up' } },
    { type: 'event', event: { type: 'acknowledged' } },
    { type: 'event', event: { type: 'comment', text: 'A cable.' } },
  ]);
  await time.advance(1000);
  expect(changes('changed')).toContainEqual({ type: 'changed', what: 'incidentEvents' });
});

it('has at most 200 comments', async () => {
  const { engine, endpointId, id } = await withIncident();
  const comment = () => engine.request('incidents.remark', { id, endpointId, type: 'comment', text: 'x' });
  for (let count = 0; count < 200; count += 1) await comment();
  await expect(comment()).rejects.toMatchObject({ code: 'invalid', issues: [{ code: 'tooMany', path: 'comments' }] });
  await engine.request('incidents.remark', { id, endpointId, type: 'acknowledged' });
  expect(await engine.request('incidents.marks', { ids: [id] })).toMatchObject([{ comments: 200 }]);
});

it('a failure of another kind and annotations are in the timeline', async () => {
  const { engine, time, network, add } = await setUpEngine();
  const endpointId = await add({ retries: 0, interval: 5000 });
  network.answer = () => refused;
  await time.advance(MINUTE);
  await engine.request('annotations.add', { text: 'Reboot' });
  network.answer = () => ({ code: 'timeout' });
  await time.advance(MINUTE);
  const [incident] = await engine.request('incidents.list', { limit: 1 });
  const timeline = await engine.request('incidents.timeline', { id: incident?.id ?? '', endpointId });
  expect(timeline.map(({ type }) => type)).toEqual(['failed', 'failing', 'annotation', 'changed', 'failing']);
});

it('is excluded with a reason: uptime follows, it is marked, and it can be undone', async () => {
  const store = neverClosed(createMemoryStore());
  const setup = await withIncident({ store });
  const { engine, endpointId, id, from, stateOf, time } = setup;
  const before = await stateOf(endpointId);
  expect(before?.uptime24h).toBeLessThan(0.7);
  await expect(engine.request('incidents.remark', { id, endpointId, type: 'excluded' })).rejects.toMatchObject({
    issues: [{ path: 'text', code: 'required' }],
  });
  await engine.request('incidents.remark', { id, endpointId, type: 'excluded', text: 'The provider’s fault' });
  expect((await stateOf(endpointId))?.uptime24h).toBe(1);
  const [range] = await engine.request('uptime.range', { from, to: time.clock.now() });
  expect(range).toMatchObject({ ratio: 1, downMs: 0 });
  expect((range?.excludedMs ?? 0) / MINUTE).toBeCloseTo(5, 0);
  const [day] = await engine.request('uptime.get', { id: endpointId });
  expect(day).toMatchObject({ ratio: 1, downMs: 0 });
  const stats = await engine.request('incidents.stats', { from, to: time.clock.now() });
  expect(stats).toMatchObject({ incidents: 0, excluded: 1, downMs: 0, mttrMs: null });
  const history = await engine.request('spans.get', { id: endpointId, from, to: time.clock.now(), points: 100 });
  expect(history.spans.map(({ state }) => state)).toEqual(['up', 'excluded', 'up']);

  await engine.dispose();
  const second = await setUpEngine({ store, ports: setup.ports });
  expect(await second.engine.request('incidents.marks', { ids: [id] })).toMatchObject([
    { excluded: { text: 'The provider’s fault' } },
  ]);
  await second.engine.request('incidents.remark', { id, endpointId, type: 'included' });
  const [undone] = await second.engine.request('uptime.range', { from, to: second.time.clock.now() });
  expect((undone?.downMs ?? 0) / MINUTE).toBeCloseTo(5, 0);
});

it('an exclusion is completed by the next start when Lookout was killed before the spans were written', async () => {
  const store = neverClosed(createMemoryStore());
  const dying = {
    ...store,
    recordSpan: (span: StatusSpan) => {
      if (span.status !== 'excluded') store.recordSpan(span);
    },
    flush: () => Promise.reject(new Error('killed')),
  };
  const { engine, ports, endpointId, id, from } = await withIncident({ store: dying });
  await engine.request('incidents.remark', { id, endpointId, type: 'excluded', text: 'Planned' });
  await engine.dispose();
  const isOpen = async () => (await store.documents({ collection: 'incidentEvent' })).map(({ open }) => open);
  expect(await isOpen()).toEqual([true]);

  const next = await setUpEngine({ store, ports });
  const [range] = await next.engine.request('uptime.range', { from, to: next.time.clock.now() });
  expect(range).toMatchObject({ ratio: 1, downMs: 0 });
  expect((await next.stateOf(endpointId))?.uptime24h).toBe(1);
  expect(await isOpen()).toEqual([false]);
});

it('an open incident cannot be excluded', async () => {
  const { engine, time, network, add } = await setUpEngine();
  network.answer = () => refused;
  const endpointId = await add({ retries: 0 });
  await time.advance(MINUTE);
  const [incident] = await engine.request('incidents.list', { limit: 1 });
  const args = { id: incident?.id ?? '', endpointId, type: 'excluded' as const, text: 'x' };
  await expect(engine.request('incidents.remark', args)).rejects.toMatchObject({ reason: 'incidentOpen' });
  await expect(engine.request('incidents.remark', { ...args, id: 'nope' })).rejects.toMatchObject({
    reason: 'incidentNotFound',
  });
});

it('figures of a range: MTTR, MTBF, the longest, and by cause', async () => {
  const { engine, id, endpointId, from, time } = await withIncident();
  const stats = await engine.request('incidents.stats', { from, to: time.clock.now() });
  expect(stats).toMatchObject({
    incidents: 1,
    open: 0,
    longest: { incidentId: id, endpointId },
    causes: [{ code: 'connect.refused', incidents: 1 }],
  });
  expect((stats.mttrMs ?? 0) / MINUTE).toBeCloseTo(5, 0);
  expect((stats.mtbfMs ?? 0) / MINUTE).toBeCloseTo(10, 0);
});

it('endpoints that fail together are one outage, which names their group', async () => {
  const { engine, time, network, add } = await setUpEngine();
  const from = time.clock.now();
  const together = [
    await add({ group: 'Shop', target: 'a' }),
    await add({ group: 'Shop', target: 'b' }),
    await add({ group: 'Shop', target: 'c' }),
  ];
  await add({ group: 'Other', target: 'd' });
  await time.advance(MINUTE);
  network.answer = (target) => (target === 'd' ? null : refused);
  await time.advance(MINUTE);
  const [outage, ...more] = await engine.request('incidents.outages', { from, to: time.clock.now() });
  expect(more).toEqual([]);
  expect(outage).toMatchObject({ to: null, shared: { by: 'group', value: 'Shop', failed: 3, all: 3 } });
  expect(outage?.incidents.map(({ endpointId }) => endpointId).sort()).toEqual(together.toSorted());
});

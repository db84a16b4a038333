/** Acknowledging alerts and incidents, through the whole engine. */
import { expect, test } from 'vitest';
import { bodiesOf, failFor, setUpAlerting, titlesArrive } from './testing/alerting-setup.ts';

const MINUTE = 60_000;

async function setUp(rule: Record<string, unknown> = {}) {
  const subject = await setUpAlerting(rule);
  const { engine, add, time, network, server } = subject;
  const ids = [
    await add({ name: 'a', target: 'a', interval: 2_000 }),
    await add({ name: 'b', target: 'b', interval: 2_000 }),
  ];
  await time.advance(1_000);
  network.answer = failFor('a', 'b');
  await time.advance(20_000);
  await titlesArrive(server, ['2 endpoints are down']);
  const openAlert = async () => (await engine.request('alerts.list', { open: true, limit: 1 }))[0];
  const incidentOf = async (index: number) => {
    const [incident] = await engine.request('incidents.list', { id: ids[index] ?? '', limit: 1 });
    return { id: incident?.id ?? '', endpointId: ids[index] ?? '' };
  };
  return { ...subject, openAlert, incidentOf };
}

test('an acknowledged alert acknowledges the incidents of its endpoints', async () => {
  const { engine, openAlert, incidentOf } = await setUp();
  const alert = await openAlert();
  await engine.request('alerts.acknowledge', { ids: [alert?.id ?? ''], by: 'Ada', note: 'On it' });
  const incidents = [await incidentOf(0), await incidentOf(1)];
  const marks = await engine.request('incidents.marks', { ids: incidents.map(({ id }) => id) });
  expect(marks).toMatchObject([0, 1].map(() => ({ acknowledged: { by: 'Ada', text: 'On it' } })));
});

test('an alert is acknowledged when all of its incidents are', async () => {
  const { engine, openAlert, incidentOf } = await setUp();
  await engine.request('incidents.remark', { ...(await incidentOf(0)), type: 'acknowledged', by: 'Ada' });
  expect((await openAlert())?.acknowledged).toBeNull();
  await engine.request('incidents.remark', { ...(await incidentOf(1)), type: 'comment', text: 'Looks bad' });
  expect((await openAlert())?.acknowledged).toBeNull();
  await engine.request('incidents.remark', { ...(await incidentOf(1)), type: 'acknowledged', by: 'Grace' });
  expect((await openAlert())?.acknowledged).toMatchObject({ by: 'Grace' });
});

test('an alert is repeated again when its acknowledgment ends', async () => {
  const { engine, server, time, openAlert, ports } = await setUp({ repeat: '10m' });
  const until = ports.clock.now() + 30 * MINUTE;
  await engine.request('alerts.acknowledge', { ids: [(await openAlert())?.id ?? ''], until });
  await time.advance(29 * MINUTE);
  expect(bodiesOf(server)).toHaveLength(1);
  expect((await openAlert())?.acknowledged?.until).toBe(until);
  await time.advance(2 * MINUTE);
  await titlesArrive(server, ['2 endpoints are down', expect.stringContaining('still')]);
  const alert = await openAlert();
  expect(alert?.acknowledged).toBeNull();
  expect(alert?.log.map(({ what }) => what)).toContain('acknowledgmentEnded');
});

test('the next step follows when an acknowledgment ends, and one in the past is refused', async () => {
  const { engine, server, time, openAlert, ports } = await setUp({ steps: [{ after: '15m', channels: ['hook'] }] });
  const ids = [(await openAlert())?.id ?? ''];
  await expect(engine.request('alerts.acknowledge', { ids, until: ports.clock.now() })).rejects.toMatchObject({
    issues: [{ code: 'inPast', path: 'until' }],
  });
  expect((await openAlert())?.acknowledged).toBeNull();
  await engine.request('alerts.acknowledge', { ids, until: ports.clock.now() + 60 * MINUTE });
  // A later acknowledgment replaces the earlier one, with its end.
  await engine.request('alerts.acknowledge', { ids, by: 'Ada', until: ports.clock.now() + 30 * MINUTE });
  await time.advance(29 * MINUTE);
  expect(bodiesOf(server)).toHaveLength(1);
  await time.advance(2 * MINUTE);
  // The step sends the same message again.
  await titlesArrive(server, ['2 endpoints are down', '2 endpoints are down']);
  expect((await openAlert())?.log.map(({ what }) => what)).toContain('escalated');
});

test('acknowledging an endpoint acknowledges its open alerts and its incident', async () => {
  const { server, network, time, add, engine } = await setUpAlerting();
  const id = await add({ name: 'Shop', target: 'shop.example' });
  const other = await add({ name: 'Other', target: 'other.example' });
  await time.advance(1_000);
  network.answer = failFor('shop.example');
  await time.advance(20_000);
  await titlesArrive(server, ['Shop is down']);
  await engine.request('alerts.acknowledge', { endpoints: [other] });
  expect(await engine.request('alerts.list', { open: true, limit: 1 })).toMatchObject([{ acknowledged: null }]);
  expect(await engine.request('alerts.acknowledge', { endpoints: [id], by: 'Ada' })).toMatchObject([
    { acknowledged: { by: 'Ada' } },
  ]);
  const [incident] = await engine.request('incidents.list', { limit: 1 });
  expect(await engine.request('incidents.marks', { ids: [incident?.id ?? ''] })).toMatchObject([
    { acknowledged: { by: 'Ada' } },
  ]);
});

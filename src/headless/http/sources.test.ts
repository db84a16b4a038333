/** A Lookout that follows others, over real connections. */
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Snapshot } from '../../contract/channels/snapshot.ts';
import { readWholeSnapshot } from '../../shared/follow-engine.ts';
import { Lookout, Target } from '../testing/lookouts.ts';

let stack: AsyncDisposableStack;

/** Started Lookouts are stopped after the test. */
async function start(): Promise<Lookout> {
  return stack.use(await Lookout.start());
}

async function startTarget(): Promise<Target> {
  return stack.use(await Target.start());
}

beforeAll(() => {
  stack = new AsyncDisposableStack();
});
afterEach(async () => {
  await stack.disposeAsync();
  stack = new AsyncDisposableStack();
});

const snapshotOf = (lookout: Lookout): Promise<Snapshot> => readWholeSnapshot(lookout.engine);
const untilState = async (lookout: Lookout, id: string, state: string): Promise<void> => {
  await expect.poll(async () => (await lookout.source(id))?.connection?.state).toBe(state);
};

test('shows the endpoints of another Lookout beside its own, live', async () => {
  const [near, far, target] = [await start(), await start(), await startTarget()];
  const [own] = await near.add({ ...target.endpoint, name: 'own' });
  const [remote] = await far.add({ ...target.endpoint, name: 'remote' });
  const id = await near.follow(far, (await far.token()).token);
  await untilState(near, id, 'connected');
  const { endpoints, sources } = await snapshotOf(near);
  expect(endpoints.map(({ endpoint }) => [endpoint.id, endpoint.config.name])).toEqual([
    [own, 'own'],
    [`${id}~${remote}`, 'remote'],
  ]);
  expect(sources).toMatchObject([
    { id: 'local', capabilities: { edit: true } },
    {
      id,
      name: 'Berlin',
      capabilities: { edit: true, import: false },
      connection: { version: '1.2.3', scope: 'admin' },
    },
  ]);
  const metrics = await (await fetch(`${near.address}/metrics`, { headers: near.bearer })).text();
  expect(metrics).toContain(own);
  expect(metrics).not.toContain(remote);
  const checks = async () => (await snapshotOf(near)).endpoints[1]?.recent.at.length;
  const before = (await checks()) ?? 0;
  await expect.poll(checks).toBeGreaterThan(before);
});

test('pushes the changes of the other Lookout, so that a page follows them', async () => {
  const [near, far, target] = [await start(), await start(), await startTarget()];
  const id = await near.follow(far, (await far.token()).token);
  await untilState(near, id, 'connected');
  const seen: string[] = [];
  near.engine.onPush(({ changes }) => {
    for (const change of changes) {
      if (change.type === 'endpoint') seen.push(`endpoint ${change.view.endpoint.id}`);
      if (change.type === 'checked') seen.push(`checked ${change.id} ${change.state.last.verdict}`);
      if (change.type === 'incident') seen.push(`incident ${change.incident.endpointId} ${change.incident.resolvedAt}`);
      if (change.type === 'removed') seen.push(`removed ${change.id}`);
    }
  });
  const [remote = ''] = await far.add(target.endpoint);
  await expect.poll(() => seen).toContain(`checked ${id}~${remote} up`);
  expect(seen[0]).toBe(`endpoint ${id}~${remote}`);
  await target.down();
  await expect.poll(() => seen).toContain(`incident ${id}~${remote} null`);
  await far.engine.request('endpoints.remove', { ids: [remote] });
  await expect.poll(() => seen).toContain(`removed ${id}~${remote}`);
});

test('sends each request to the source of its endpoint', async () => {
  const [near, far, target] = [await start(), await start(), await startTarget()];
  const [own = ''] = await near.add({ ...target.endpoint, name: 'own' });
  const [remote = ''] = await far.add({ ...target.endpoint, name: 'remote' });
  const id = await near.follow(far, (await far.token()).token);
  await untilState(near, id, 'connected');
  const remoteId = `${id}~${remote}`;
  await expect.poll(async () => (await near.engine.request('checks.list', { id: remoteId, limit: 5 })).length).toBe(5);
  expect((await near.engine.request('checks.list', { id: remoteId, limit: 1 }))[0]?.endpointId).toBe(remoteId);
  const now = Date.now();
  const range = { from: now - 60_000, to: now + 60_000 };
  const series = await near.engine.request('series.get', { id: remoteId, ...range, points: 10 });
  expect(series.at.length).toBeGreaterThan(0);

  expect(await near.engine.request('endpoints.pause', { ids: [own, remoteId] })).toEqual([own, remoteId]);
  await expect
    .poll(async () => (await snapshotOf(near)).endpoints.map(({ state }) => state.status))
    .toEqual(['paused', 'paused']);
  expect((await snapshotOf(far)).endpoints[0]?.endpoint.paused).toBe(true);
  const config = { ...target.endpoint, name: 'renamed' };
  expect(await near.engine.request('endpoints.update', { id: remoteId, config })).toMatchObject({ id: remoteId });
  expect((await snapshotOf(far)).endpoints[0]?.endpoint.config.name).toBe('renamed');
  const [entry] = await far.engine.request('audit.list', { limit: 1 });
  expect(entry).toMatchObject({ by: 'admin', request: 'endpoints.update' });
  expect((await near.engine.request('audit.list', { limit: 1 }))[0]?.request).toBe('endpoints.pause');
});

test('lists the incidents of all sources, and sends each action to its source', async () => {
  const [near, far, target] = [await start(), await start(), await startTarget()];
  const [own = ''] = await near.add({ ...target.endpoint, name: 'own' });
  const [remote = ''] = await far.add({ ...target.endpoint, name: 'remote' });
  const id = await near.follow(far, (await far.token()).token);
  await untilState(near, id, 'connected');
  await target.down();
  const remoteId = `${id}~${remote}`;
  const list = () => near.engine.request('incidents.list', { limit: 10 });
  await expect
    .poll(async () => (await list()).map(({ endpointId }) => endpointId).toSorted())
    .toEqual([own, remoteId].toSorted());
  const incident = (await list()).find(({ endpointId }) => endpointId === remoteId);
  expect(incident?.evidence.endpointId).toBe(remoteId);
  const incidentId = incident?.id ?? '';
  const remark = { id: incidentId, endpointId: remoteId, type: 'acknowledged', by: 'Ada' } as const;
  expect(await near.engine.request('incidents.remark', remark)).toMatchObject({
    incidentId,
    acknowledged: { by: 'Ada', endpointId: remoteId },
  });
  const all = (await list()).map((one) => one.id);
  const marks = await near.engine.request('incidents.marks', { ids: all });
  expect(marks.filter(({ acknowledged }) => acknowledged !== null).map((mark) => mark.incidentId)).toEqual([
    incidentId,
  ]);
  const timeline = await near.engine.request('incidents.timeline', { id: incidentId, endpointId: remoteId });
  expect(timeline.map(({ type }) => type)).toContain('event');
  const range = { from: Date.now() - 60_000, to: Date.now() + 60_000 };
  expect(await near.engine.request('incidents.stats', range)).toMatchObject({ incidents: 2, open: 2, began: 2 });
  const report = await near.engine.request('reports.build', range);
  expect(report.endpoints.map((endpoint) => endpoint.id).toSorted()).toEqual([own, remoteId].toSorted());
});

test('keeps what it knows while the other Lookout is away, and continues when it is back', async () => {
  const [near, far, target] = [await start(), await start(), await startTarget()];
  const [remote = ''] = await far.add(target.endpoint);
  const id = await near.follow(far, (await far.token()).token);
  await untilState(near, id, 'connected');
  await far.stop();
  await untilState(near, id, 'reconnecting');
  const source = await near.source(id);
  expect(source?.capabilities).toMatchObject({ edit: false, pause: false, respond: false });
  expect(source?.connection?.lastContact).toBeLessThanOrEqual(source?.connection?.since ?? 0);
  const remoteId = `${id}~${remote}`;
  expect((await snapshotOf(near)).endpoints.map(({ endpoint }) => endpoint.id)).toEqual([remoteId]);
  await expect(near.engine.request('endpoints.pause', { ids: [remoteId] })).rejects.toMatchObject({
    reason: 'sourceNotConnected',
  });
  // Requests to all sources are answered without it.
  expect(await near.engine.request('incidents.list', { limit: 10 })).toEqual([]);
  await far.restart();
  await untilState(near, id, 'connected');
  // Its store was in memory: the endpoint is gone, and there is another one.
  expect((await snapshotOf(near)).endpoints).toEqual([]);
  const [another] = await far.add(target.endpoint);
  await expect.poll(async () => (await snapshotOf(near)).endpoints[0]?.endpoint.id).toBe(`${id}~${another}`);
});

test('a wrong token and a revoked one are refused, and a new one is accepted', async () => {
  const [near, far] = [await start(), await start()];
  const id = await near.follow(far, 'lookout_wrong');
  await untilState(near, id, 'refused');
  expect((await near.source(id))?.connection?.problem).toEqual({ code: 'remote.token' });
  const first = await far.token('read', 'first');
  await near.engine.request('sources.save', { id, source: { token: first.token } });
  await untilState(near, id, 'connected');
  await far.engine.request('tokens.revoke', { ids: [first.id] });
  await untilState(near, id, 'refused');
  expect((await near.source(id))?.connection?.problem).toEqual({ code: 'remote.token' });
});

test('a read token of the source allows no changes', async () => {
  const [near, far, target] = [await start(), await start(), await startTarget()];
  const [remote = ''] = await far.add(target.endpoint);
  const id = await near.follow(far, (await far.token('read')).token);
  await untilState(near, id, 'connected');
  expect(await near.source(id)).toMatchObject({
    capabilities: { edit: false, pause: false, checkNow: false, respond: false },
    connection: { scope: 'read' },
  });
  await expect(near.engine.request('endpoints.pause', { ids: [`${id}~${remote}`] })).rejects.toMatchObject({
    reason: 'scope',
  });
});

test('a read token of this Lookout allows no changes in its sources', async () => {
  const [near, far] = [await start(), await start()];
  const id = await near.follow(far, (await far.token()).token);
  await untilState(near, id, 'connected');
  const reader = { name: 'Grafana', scope: 'read' } as const;
  await expect(near.engine.handle('endpoints.pause', { ids: [`${id}~x`] }, reader)).rejects.toMatchObject({
    reason: 'scope',
  });
  await expect(near.engine.handle('sources.list', {}, reader)).rejects.toMatchObject({ reason: 'scope' });
  const { sources } = (await near.engine.handle('app.snapshot', {}, reader)) as Snapshot;
  expect(sources.map(({ capabilities }) => capabilities.edit)).toEqual([false, false]);
});

test('a notification is shown once, and only if it is wanted', async () => {
  const [near, far, target] = [await start(), await start(), await startTarget()];
  const [remote = ''] = await far.add({ ...target.endpoint, name: 'remote' });
  const { token } = await far.token();
  const id = await near.follow(far, token);
  await untilState(near, id, 'connected');
  await expect.poll(async () => (await snapshotOf(near)).endpoints[0]?.state.status).toBe('up');
  await target.down();
  await expect.poll(() => near.notifications.length).toBe(1);
  expect(near.notifications[0]).toMatchObject({ code: 'incident.down', endpointId: `${id}~${remote}` });
  await near.engine.request('sources.save', { id, source: { notifications: false } });
  await untilState(near, id, 'connected');
  await target.up();
  await expect.poll(() => far.notifications.length).toBe(2);
  await expect.poll(async () => (await snapshotOf(near)).endpoints[0]?.state.status).toBe('up');
  expect(near.notifications).toHaveLength(1);
});

test('two Lookouts that follow each other show only each other’s own endpoints', async () => {
  const [near, far, target] = [await start(), await start(), await startTarget()];
  await near.add({ ...target.endpoint, name: 'near' });
  await far.add({ ...target.endpoint, name: 'far' });
  const there = await near.follow(far, (await far.token()).token);
  const back = await far.follow(near, (await near.token()).token);
  await untilState(near, there, 'connected');
  await untilState(far, back, 'connected');
  const names = async (lookout: Lookout) =>
    (await snapshotOf(lookout)).endpoints.map(({ endpoint }) => endpoint.config.name);
  await expect.poll(() => names(far)).toEqual(['far', 'near']);
  await expect.poll(() => names(near)).toEqual(['near', 'far']);
  const told = vi.fn<() => void>();
  near.engine.onPush(({ changes }) => {
    if (changes.some(({ type }) => type === 'changed')) told();
  });
  await far.engine.request('annotations.add', { text: 'Deployed there', at: 1_000 });
  await near.engine.request('annotations.add', { text: 'Deployed here', at: 2_000 });
  await expect.poll(() => told).toHaveBeenCalled();
  // Requests that went in circles would end only when the time to gather answers is over, without the answer of the other one.
  for (const lookout of [near, far]) {
    const listed = async () => {
      const page = await lookout.engine.request('annotations.list', { from: 0, to: Date.now() + 1_000 });
      return page.map(({ text }) => text);
    };
    // The other one may be too busy to answer in time the first time.
    await expect.poll(listed).toEqual(['Deployed here', 'Deployed there']);
  }
});

test('itself, and the same Lookout twice, are refused', async () => {
  const [near, far] = [await start(), await start()];
  const own = await near.follow(near, (await near.token()).token, { name: 'Me' });
  await untilState(near, own, 'refused');
  expect((await near.source(own))?.connection?.problem?.code).toBe('remote.itself');
  const { token } = await far.token();
  const first = await near.follow(far, token);
  await untilState(near, first, 'connected');
  const again = await near.follow(far.address.replace('127.0.0.1', 'localhost'), token, { name: 'Again' });
  await untilState(near, again, 'refused');
  expect((await near.source(again))?.connection?.problem).toEqual({ code: 'remote.same', params: { name: 'Berlin' } });
});

test('a removed source takes its endpoints with it', async () => {
  const [near, far, target] = [await start(), await start(), await startTarget()];
  await far.add(target.endpoint);
  const id = await near.follow(far, (await far.token()).token);
  await expect.poll(async () => (await snapshotOf(near)).endpoints.length).toBe(1);
  await near.engine.request('sources.remove', { ids: [id] });
  const { endpoints, sources } = await snapshotOf(near);
  expect([endpoints.length, sources.length]).toEqual([0, 1]);
  expect(await near.engine.request('sources.list', {})).toEqual([]);
});

test('the token is in no answer, and must be entered again for another address', async () => {
  const [near, far] = [await start(), await start()];
  const { token } = await far.token();
  const id = await near.follow(far, token);
  const answers = [
    await near.engine.request('sources.list', {}),
    await near.engine.request('app.snapshot', {}),
    await near.engine.request('audit.list', { limit: 10 }),
  ];
  expect(JSON.stringify(answers)).not.toContain(token);
  const source = { address: 'http://127.0.0.1:1/' };
  await expect(near.engine.request('sources.save', { id, source })).rejects.toMatchObject({
    issues: [{ code: 'sourceTokenAgain', path: 'source.token' }],
  });
  await expect(near.engine.request('sources.test', { id, source })).rejects.toMatchObject({ reason: 'invalid' });
});

test('sources are restored after a restart', async () => {
  const [near, far] = [await start(), await start()];
  const id = await near.follow(far, (await far.token()).token);
  await untilState(near, id, 'connected');
  const before = await near.engine.request('sources.list', {});
  await near.stop();
  await near.restart();
  expect(await near.engine.request('sources.list', {})).toEqual(before);
  // The key was in memory, so the token cannot be read, and the source reports that.
  await untilState(near, id, 'refused');
  expect((await near.source(id))?.connection?.problem?.code).toMatch(/^secret\./u);
});

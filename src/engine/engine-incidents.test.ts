import { describe, expect, it } from 'vitest';
import { createMemoryStore } from './store/memory-store.ts';
import { neverClosed, refused, setUpEngine } from './testing/engine-setup.ts';

describe('incidents and notifications', () => {
  it('notifies once that an endpoint is down, after its retries, and once that it recovered, with the downtime', async () => {
    const { ports, time, network, add, changes, engine, stateOf } = await setUpEngine();
    const id = await add({ name: 'The shop' });
    await time.advance(100);
    network.answer = () => refused;
    while ((await stateOf(id))?.failing !== 1) await time.advance(500);
    expect(ports.notifications).toEqual([]);
    await time.advance(2000);
    expect(ports.notifications).toMatchObject([
      { code: 'incident.down', params: { name: 'The shop', cause: { code: refused.code } } },
    ]);
    expect((await stateOf(id))?.status).toBe('down');
    network.answer = () => null;
    await time.advance(10_000);
    expect(ports.notifications.map(({ code }) => code)).toEqual(['incident.down', 'incident.up']);
    expect(ports.notifications[1]?.params).toMatchObject({ name: 'The shop', downMs: expect.any(Number) as number });
    expect(ports.notifications[1]?.params).not.toHaveProperty('seenMs');
    expect(new Set(ports.notifications.map(({ tag }) => tag)).size).toBe(1);
    const [incident, ...more] = await engine.request('incidents.list', { id, limit: 10 });
    expect(more).toEqual([]);
    expect(incident).toMatchObject({ cause: refused, evidence: { verdict: 'down' } });
    expect(incident?.resolvedAt).toBe((await stateOf(id))?.since);
    expect(changes('incident').length).toBeGreaterThanOrEqual(2);
  });

  it('has a notification in the snapshot for ten seconds, for pages that were loading meanwhile', async () => {
    const { ports, time, network, add, engine } = await setUpEngine();
    const recent = async () => (await engine.request('app.snapshot', {})).notifications;
    network.answer = () => refused;
    await add({ name: 'The shop', interval: 60_000, retries: 0 });
    while (ports.notifications.length === 0) await time.advance(100);
    expect(await recent()).toEqual(ports.notifications);
    await time.advance(9_000);
    expect(await recent()).toEqual(ports.notifications);
    await time.advance(2_000);
    expect(await recent()).toEqual([]);
    expect(ports.notifications).toHaveLength(1);
  });

  it('reports since when an endpoint is down: since the incident began, also after a restart', async () => {
    const first = await setUpEngine({ store: neverClosed(createMemoryStore()) });
    first.network.answer = () => refused;
    const id = await first.add({ interval: 5000, retries: 0 });
    await first.time.advance(10_000);
    const [incident] = await first.engine.request('incidents.list', { id, limit: 1 });
    const began = incident?.startedAt;
    expect(await first.stateOf(id)).toMatchObject({ status: 'down', since: began });
    await first.engine.dispose();
    // Lookout did not run for an hour.
    await first.time.advance(3_600_000);
    const second = await setUpEngine({ store: first.store, ports: first.ports });
    second.network.answer = () => refused;
    await second.time.advance(10_000);
    expect(await second.stateOf(id)).toMatchObject({ status: 'down', since: began });
    second.network.answer = () => null;
    await second.time.advance(10_000);
    const recovered = await second.stateOf(id);
    expect(recovered?.status).toBe('up');
    expect(recovered?.since).toBeGreaterThan(second.time.clock.now() - 10_000);
  });

  it('sends no notifications when they are off', async () => {
    const { ports, time, network, add, engine, changes } = await setUpEngine();
    await engine.request('settings.update', { settings: { notifications: false } });
    network.answer = () => refused;
    await add({ retries: 0 });
    await time.advance(1000);
    expect(changes('incident').length).toBe(1);
    expect(ports.notifications).toEqual([]);
    expect(changes('notification')).toEqual([]);
  });

  it('does not count failures while this machine is offline', async () => {
    const { ports, time, network, add, stateOf, engine, changes } = await setUpEngine();
    const id = await add({ retries: 0 });
    await time.advance(100);
    ports.offline = 'noAddress';
    network.answer = () => ({ code: 'timeout', message: 'No answer.' });
    await time.advance(60_000);
    expect(await stateOf(id)).toMatchObject({ status: 'unknown', uptime24h: 1 });
    expect(await engine.request('incidents.list', { limit: 10 })).toEqual([]);
    expect(changes('network').map(({ network }) => network.online)).toEqual([false]);
    ports.offline = null;
    network.answer = () => null;
    await time.advance(10_000);
    expect(changes('network').map(({ network }) => network.online)).toEqual([false, true]);
  });

  it('counts any answer, even a bad one, as proof of a network', async () => {
    const { ports, time, network, add, changes } = await setUpEngine();
    ports.offline = 'noAddress';
    network.answer = () => ({ code: 'timeout', message: 'No answer.' });
    await add({ retries: 0 });
    await time.advance(1000);
    ports.offline = null;
    network.answer = () => ({ code: 'http.status', message: 'Status 500 is not accepted.' });
    await time.advance(15_000);
    expect(changes('network').map(({ network }) => network.online)).toEqual([false, true]);
  });

  it('does not count time asleep as downtime', async () => {
    const { ports, time, network, add, engine, stateOf } = await setUpEngine();
    const id = await add({ retries: 2 });
    await time.advance(100);
    network.answer = () => refused;
    while ((await stateOf(id))?.failing !== 1) await time.advance(500);
    engine.suspend();
    time.sleep(8 * 3_600_000);
    const awake = time.clock.now();
    engine.resume();
    await time.advance(60_000);
    const [incident] = await engine.request('incidents.list', { id, limit: 10 });
    expect(incident?.startedAt).toBeGreaterThanOrEqual(awake);
    network.answer = () => null;
    await time.advance(15_000);
    expect(ports.notifications.at(-1)?.params?.['downMs']).toBeLessThan(3_600_000);
  });

  it('reports how much of an incident was seen', async () => {
    const { ports, time, network, add, engine } = await setUpEngine();
    network.answer = () => refused;
    await add({ retries: 0 });
    await time.advance(60_000);
    engine.suspend();
    time.sleep(8 * 3_600_000);
    engine.resume();
    network.answer = () => null;
    await time.advance(60_000);
    const { downMs, seenMs } = ports.notifications.at(-1)?.params ?? {};
    expect(downMs).toBeGreaterThan(8 * 3_600_000);
    expect(seenMs).toBeLessThan(3_600_000);
  });

  it('checks nothing while suspended, and drops the slots that passed', async () => {
    const { engine, time, network, add } = await setUpEngine();
    await add({ interval: 1000 });
    await time.advance(3000);
    engine.suspend();
    const before = network.runs.length;
    await time.advance(60_000);
    expect(network.runs.length).toBe(before);
    engine.resume();
    await time.advance(2000);
    expect(network.runs.length).toBeGreaterThanOrEqual(before + 1);
    expect(network.runs.length).toBeLessThanOrEqual(before + 3);
  });

  it('waits for the network after a suspend', async () => {
    const { engine, time, network, add, ports, changes } = await setUpEngine();
    await add({ interval: 1000 });
    await time.advance(3000);
    engine.suspend();
    ports.offline = 'noAddress';
    const before = network.runs.length;
    engine.resume();
    await time.advance(10_000);
    expect(network.runs.length).toBe(before);
    expect(changes('network').at(-1)?.network.online).toBe(false);
    ports.offline = null;
    await time.advance(4000);
    expect(network.runs.length).toBeGreaterThan(before);
    expect(changes('network').at(-1)?.network.online).toBe(true);
  });

  it('hides the incidents of a removed endpoint until it is restored', async () => {
    const { time, network, add, engine } = await setUpEngine();
    network.answer = (target) => (target === 'bad' ? refused : null);
    const id = await add({ target: 'bad', retries: 0 });
    const other = await add({ target: 'other' });
    await time.advance(1_000);
    const listed = async () =>
      (await engine.request('incidents.list', { limit: 10 })).map(({ endpointId }) => endpointId);
    expect(await listed()).toEqual([id]);
    await engine.request('endpoints.remove', { ids: [id] });
    expect(await listed()).toEqual([]);
    await expect(engine.request('incidents.list', { id, limit: 10 })).rejects.toMatchObject({ code: 'notFound' });
    expect(await engine.request('incidents.list', { id: other, limit: 10 })).toEqual([]);
    await engine.request('endpoints.restore', { ids: [id] });
    expect(await listed()).toEqual([id]);
  });

  it('hides the incidents of an endpoint that this version cannot check', async () => {
    const store = neverClosed(createMemoryStore());
    const first = await setUpEngine({ store });
    first.network.answer = () => refused;
    const id = await first.add({ retries: 0 });
    await first.time.advance(1_000);
    const [incident] = await first.engine.request('incidents.list', { limit: 10 });
    expect(incident?.endpointId).toBe(id);
    const [stored] = (await store.open(0)).endpoints;
    await first.engine.dispose();
    if (stored === undefined) throw new TypeError('Expected the endpoint to be stored');
    await store.saveEndpoints([{ ...stored, config: { ...stored.config, kind: 'of a later version' } }]);
    const second = await setUpEngine({ store });
    expect(await store.incidents({ limit: 10 })).toHaveLength(1);
    expect(await second.engine.request('incidents.list', { limit: 10 })).toEqual([]);
  });

  it('counts the status before a suspend up to it, and nothing afterwards', async () => {
    const { engine, time, add, store } = await setUpEngine();
    const id = await add({ interval: 10_000 });
    const added = time.clock.now();
    await time.advance(5_000);
    engine.suspend();
    await time.advance(60_000);
    const spans = await store.spans(id, { from: added, to: added + 100_000 });
    expect(spans.map(({ status, from, to }) => [status, from - added, to - added])).toEqual([['up', 0, 5_000]]);
  });
});

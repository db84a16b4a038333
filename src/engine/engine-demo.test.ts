/** The demo: endpoints that Lookout serves itself, on real loopback servers. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Endpoint, EndpointState } from '../contract/model/endpoint.ts';
import type { Notification } from '../contract/model/notices.ts';
import { createResolver } from './check/net/dns/resolve.ts';
import { DEMO_SERVICES, FLAPPING } from './demo/services.ts';
import { createEngine, type Engine } from './engine.ts';
import { createNodePorts } from './node-ports.ts';
import { createMemoryStore } from './store/memory-store.ts';

const engines: Engine[] = [];
afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.dispose()));
});

function setUp() {
  const store = createMemoryStore();
  const notifications: Notification[] = [];
  const ports = createNodePorts({ log: () => undefined, notifier: (one) => notifications.push(one) });
  const start = async () => {
    const engine = createEngine({
      ports,
      store: { ...store, close: () => Promise.resolve() },
      host: { kind: 'direct', version: '0', platform: 'test', dataDir: '', configFile: null, features: [] },
      resolver: createResolver(),
    });
    engines.push(engine);
    await engine.start();
    return engine;
  };
  return { start, notifications };
}

const views = async (engine: Engine) => (await engine.request('app.snapshot', {})).endpoints;
const demoOf = async (engine: Engine): Promise<readonly Endpoint[]> =>
  (await views(engine)).map(({ endpoint }) => endpoint).filter(({ source }) => source === 'demo');
const stateOf = async (engine: Engine, name: string): Promise<EndpointState | undefined> =>
  (await views(engine)).find(({ endpoint }) => endpoint.config.name === name)?.state;
/** Whether a server accepts connections there. */
const answers = async (url: string): Promise<boolean> =>
  fetch(url).then(
    () => true,
    () => false,
  );
const urlOf = (endpoints: readonly Endpoint[], name: string): string => {
  const target = endpoints.find(({ config }) => config.name === name)?.target;
  if (target === undefined) throw new Error(`Expected an endpoint ${name}, got none`);
  return target;
};

describe('the demo', () => {
  it('has a steady, a slow and a flapping endpoint, and one with an expired certificate', async () => {
    const { start } = setUp();
    const engine = await start();
    const added = await engine.request('demo.start', {});
    expect(added.map(({ config, source, target }) => [config.name, source, new URL(target).hostname])).toEqual(
      ['Shop', 'Search', 'Payments', 'Partner API'].map((name) => [name, 'demo', '127.0.0.1']),
    );
    await expect.poll(async () => (await stateOf(engine, 'Shop'))?.status).toBe('up');
    await expect.poll(async () => (await stateOf(engine, 'Partner API'))?.last?.failure?.code).toBe('tls.expired');
    await expect.poll(async () => (await stateOf(engine, 'Search'))?.last?.durationMs ?? 0).toBeGreaterThan(400);
    // Starting it again adds nothing.
    expect((await engine.request('demo.start', {})).map(({ id }) => id)).toEqual(added.map(({ id }) => id));
    expect(await views(engine)).toHaveLength(4);
  });

  it('sends no notifications', async () => {
    const { start, notifications } = setUp();
    const engine = await start();
    await engine.request('demo.start', {});
    await expect.poll(async () => (await stateOf(engine, 'Partner API'))?.status).toBe('down');
    expect(notifications).toEqual([]);
  });

  it('is removed at once, its servers with it, and comes back with both', async () => {
    const { start } = setUp();
    const engine = await start();
    const shop = urlOf(await engine.request('demo.start', {}), 'Shop');
    expect(await answers(shop)).toBe(true);
    const removed = await engine.request('demo.remove', {});
    expect(removed).toHaveLength(4);
    expect(await views(engine)).toEqual([]);
    await expect.poll(() => answers(shop)).toBe(false);
    expect(await engine.request('demo.remove', {})).toEqual([]);

    await engine.request('endpoints.restore', { ids: removed });
    await expect.poll(async () => answers(urlOf(await demoOf(engine), 'Shop'))).toBe(true);
    expect((await demoOf(engine)).map(({ id }) => id).toSorted()).toEqual(removed.toSorted());
    await expect.poll(async () => (await stateOf(engine, 'Shop'))?.status).toBe('up');
  });

  it('comes back when it is restored while its servers still stop', async () => {
    const { start } = setUp();
    const engine = await start();
    await engine.request('demo.start', {});
    const removed = await engine.request('demo.remove', {});
    await engine.request('endpoints.restore', { ids: removed });
    await expect.poll(async () => answers(urlOf(await demoOf(engine), 'Shop'))).toBe(true);
  });

  it('serves the endpoints that are left, until the last one is deleted', async () => {
    const { start } = setUp();
    const engine = await start();
    const added = await engine.request('demo.start', {});
    const shop = urlOf(added, 'Shop');
    const ids = added.map(({ id }) => id);
    await engine.request('endpoints.remove', { ids: ids.slice(1) });
    expect(await answers(shop)).toBe(true);
    await engine.request('endpoints.remove', { ids: ids.slice(0, 1) });
    await expect.poll(() => answers(shop)).toBe(false);
  });

  it('is served again after a restart, with its history', async () => {
    const { start } = setUp();
    const first = await start();
    const added = await first.request('demo.start', {});
    await expect.poll(async () => (await stateOf(first, 'Shop'))?.status).toBe('up');
    const [own] = await first.request('endpoints.create', { endpoints: [{ kind: 'tcp', host: '127.0.0.1', port: 9 }] });
    const before = urlOf(added, 'Shop');
    await first.dispose();
    expect(await answers(before)).toBe(false);

    const second = await start();
    const again = await demoOf(second);
    expect(again.map(({ id }) => id)).toEqual(added.map(({ id }) => id));
    expect(await answers(urlOf(again, 'Shop'))).toBe(true);
    const { id } = added[0] ?? { id: '' };
    expect((await second.request('checks.list', { id, limit: 200 })).length).toBeGreaterThan(0);
    await expect.poll(async () => (await stateOf(second, 'Shop'))?.status).toBe('up');
    // Other endpoints stay where they are.
    expect((await views(second)).find(({ endpoint }) => endpoint.id === own?.id)?.endpoint.target).toBe('127.0.0.1:9');
  });

  it('can be paused, but not edited', async () => {
    const { start } = setUp();
    const engine = await start();
    const [shop] = await engine.request('demo.start', {});
    const { id = '', config } = shop ?? {};
    expect(await engine.request('endpoints.pause', { ids: [id] })).toEqual([id]);
    await expect(
      engine.request('endpoints.update', { id, config: { ...config, kind: 'tcp', host: 'a', port: 1 } }),
    ).rejects.toMatchObject({ code: 'readOnly' });
  });
});

describe('the services of the demo', () => {
  const answerOf = (path: string, elapsed: number, random = 0.5) =>
    DEMO_SERVICES.find((service) => service.path === path)?.answer(elapsed, random);

  it('flap: good for a while, then failing, again and again', () => {
    const { goodMs, badMs } = FLAPPING;
    const statuses = [0, goodMs - 1, goodMs, goodMs + badMs - 1, goodMs + badMs].map(
      (elapsed) => answerOf('/demo/payments', elapsed)?.status,
    );
    expect(statuses).toEqual([200, 200, 503, 503, 200]);
  });

  it('answer within their deadline, at any time and for any random numbers', () => {
    for (const { answer } of DEMO_SERVICES) {
      for (let elapsed = 0; elapsed < 200_000; elapsed += 777) {
        for (const random of [0, 0.5, 1]) {
          const { delayMs } = answer(elapsed, random);
          expect(delayMs).toBeGreaterThanOrEqual(0);
          expect(delayMs).toBeLessThan(2_000);
        }
      }
    }
  });
});

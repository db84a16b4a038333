/** Endpoints that depend on others: nobody is alerted about them while one of these is down. */
import { describe, expect, test } from 'vitest';
import { failFor, setUpAlerting as setUp, titlesArrive as arrived } from './testing/alerting-setup.ts';

const MINUTE = 60_000;

describe('an endpoint behind another one that is down', () => {
  test('is in no message, is shown as held, and goes on to be checked', async () => {
    const { server, network, time, add, stateOf, engine } = await setUp();
    await add({ name: 'Router', target: 'router' });
    const shop = await add({ name: 'Shop', target: 'shop', dependsOn: ['Router'] });
    await time.advance(1_000);
    network.answer = failFor('router', 'shop');
    await time.advance(5 * MINUTE);
    await arrived(server, ['Router is down']);
    expect(await stateOf(shop)).toMatchObject({ status: 'down', behind: 'Router' });
    const [alert] = await engine.request('alerts.list', { open: true, limit: 1 });
    expect(alert?.members.find(({ name }) => name === 'Shop')?.held).toEqual({ reason: 'dependency', name: 'Router' });
    expect(network.runs.filter(({ target }) => target === 'shop').length).toBeGreaterThan(25);
    network.answer = () => null;
    await time.advance(2 * MINUTE);
    await arrived(server, ['Router is down', expect.stringMatching(/^Router is back after/u)]);
    expect((await stateOf(shop))?.behind).toBeUndefined();
  });

  test('is alerted about when the other one is back and its own next check still fails', async () => {
    const { server, network, time, add, ports } = await setUp();
    await add({ name: 'Router', target: 'router' });
    await add({ name: 'Shop', target: 'shop', dependsOn: ['Router'], interval: 60_000 });
    await time.advance(1_000);
    network.answer = failFor('router', 'shop');
    await time.advance(5 * MINUTE);
    await arrived(server, ['Router is down']);
    expect(ports.notifications.map(({ params }) => params?.['name'] ?? 'Router')).not.toContain('Shop');
    network.answer = failFor('shop');
    await time.advance(3 * MINUTE);
    await arrived(server, ['Router is down', 'Shop is down (1 of 2 endpoints)']);
    expect(ports.notifications.map(({ code, params }) => [code, params?.['name']])).toContainEqual([
      'incident.down',
      'Shop',
    ]);
  });

  test('is held even if it fails before the other one is next due: that one is checked at once', async () => {
    const { server, network, time, add } = await setUp();
    await add({ name: 'Router', target: 'router', interval: 10 * MINUTE, retries: 1, retryInterval: 20_000 });
    await add({ name: 'Shop', target: 'shop', dependsOn: ['Router'], interval: 5_000, retries: 0 });
    await time.advance(MINUTE);
    network.answer = failFor('router', 'shop');
    await time.advance(MINUTE);
    await arrived(server, ['Router is down']);
    expect(server.received).toHaveLength(1);
  });

  test('is held behind one that is further away, when the one between says nothing', async () => {
    const { server, network, time, add, engine, stateOf } = await setUp();
    await add({ name: 'Router', target: 'router', interval: 5_000, retries: 0, tags: ['net'] });
    const between = await add({ name: 'Switch', target: 'switch', dependsOn: ['tag:net'] });
    const shop = await add({ name: 'Shop', target: 'shop', dependsOn: ['Switch'] });
    await engine.request('endpoints.pause', { ids: [between] });
    await time.advance(1_000);
    network.answer = failFor('router', 'shop');
    await time.advance(2 * MINUTE);
    await arrived(server, ['Router is down']);
    expect((await stateOf(shop))?.behind).toBe('Router');
  });

  test('is alerted about when the other one is up', async () => {
    const { server, network, time, add } = await setUp();
    await add({ name: 'Router', target: 'router' });
    await add({ name: 'Shop', target: 'shop', dependsOn: ['Router'] });
    await time.advance(1_000);
    network.answer = failFor('shop');
    await time.advance(MINUTE);
    await arrived(server, ['Shop is down']);
    expect(server.received).toHaveLength(1);
  });
});

test('a circle of dependencies is refused, and its endpoints are named', async () => {
  const { engine, add } = await setUp();
  const router = await add({ name: 'Router', target: 'router', dependsOn: ['Switch'] });
  await add({ name: 'Switch', target: 'switch', dependsOn: ['Modem'] });
  await expect(add({ name: 'Modem', target: 'modem', dependsOn: ['Router'] })).rejects.toMatchObject({
    issues: [
      { code: 'circle', path: 'endpoints[0].dependsOn', params: { names: ['Modem', 'Router', 'Switch', 'Modem'] } },
    ],
  });
  const file = [
    { kind: 'fake', target: 'x', name: 'Modem', dependsOn: ['Router'] },
    { kind: 'fake', target: 'y', name: 'Other' },
  ];
  await expect(engine.syncFile(file)).rejects.toMatchObject({ issues: [{ code: 'circle' }] });
  // Who is reached through a group that it is in itself does not depend on itself.
  const config = { kind: 'fake', target: 'router', name: 'Router', group: 'Net', dependsOn: ['group:Net'] };
  await engine.request('endpoints.update', { id: router, config });
});

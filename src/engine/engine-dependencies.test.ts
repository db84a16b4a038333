/** Endpoints that depend on others: there are no alerts about them while one of the others is down. */
import { describe, expect, test } from 'vitest';
import { failFor, setUpAlerting as setUp, titlesArrive as arrived } from './testing/alerting-setup.ts';

const MINUTE = 60_000;

describe('an endpoint behind another one that is down', () => {
  test('is in no message, is shown as held, and is still checked', async () => {
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

  test('is held behind an indirect dependency, even if nothing is known about the one between', async () => {
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
  await add({ name: 'Modem', target: 'modem' });
  await add({ name: 'Switch', target: 'switch', dependsOn: ['Modem'] });
  const router = await add({ name: 'Router', target: 'router', dependsOn: ['Switch'] });
  const [modem] = (await engine.request('app.snapshot', {})).endpoints;
  const config = { kind: 'fake', target: 'modem', name: 'Modem', dependsOn: ['Router'] };
  await expect(engine.request('endpoints.update', { id: modem?.endpoint.id ?? '', config })).rejects.toMatchObject({
    issues: [{ code: 'circle', path: 'config.dependsOn', params: { names: ['Modem', 'Router', 'Switch', 'Modem'] } }],
  });
  const file = [
    { kind: 'fake', target: 'x', name: 'One', dependsOn: ['Two'] },
    { kind: 'fake', target: 'y', name: 'Two', dependsOn: ['One'] },
  ];
  await expect(engine.syncFile(file)).rejects.toMatchObject({ issues: [{ code: 'circle' }, { code: 'circle' }] });
  // An endpoint that depends on its own group does not depend on itself.
  await add({ name: 'Other', target: 'other', group: 'Net' });
  const inGroup = { kind: 'fake', target: 'router', name: 'Router', group: 'Net', dependsOn: ['group:Net'] };
  await engine.request('endpoints.update', { id: router, config: inGroup });
});

describe('a dependency on an endpoint that does not exist', () => {
  test('is refused at its field, for names, tags, groups and itself', async () => {
    const { add, engine } = await setUp();
    await add({ name: 'Shop', target: 'shop' });
    const [shop] = (await engine.request('app.snapshot', {})).endpoints;
    const refusedAs = (path: string, reason: string, name: string) => ({
      issues: [{ code: 'noSuchEndpoint', path, params: { reason, name } }],
    });
    const at = 'endpoints[0].dependsOn';
    await expect(add({ target: 'a', dependsOn: ['Ruter'] })).rejects.toMatchObject(refusedAs(at, 'name', 'Ruter'));
    await expect(add({ target: 'a', dependsOn: ['tag:net'] })).rejects.toMatchObject(refusedAs(at, 'tag', 'net'));
    await expect(add({ target: 'a', dependsOn: ['group:Net'] })).rejects.toMatchObject(refusedAs(at, 'group', 'Net'));
    const config = { kind: 'fake', target: 'shop', name: 'Shop', dependsOn: ['Shop'] };
    await expect(engine.request('endpoints.update', { id: shop?.endpoint.id ?? '', config })).rejects.toMatchObject(
      refusedAs('config.dependsOn', 'itself', 'Shop'),
    );
    expect((await engine.request('app.snapshot', {})).endpoints).toHaveLength(1);
  });

  test('is accepted in a file that defines it later, and refused in one that does not define it', async () => {
    const { engine } = await setUp();
    const shop = { kind: 'fake', target: 'shop', name: 'Shop', dependsOn: ['Router'] };
    await expect(engine.syncFile([shop])).rejects.toMatchObject({
      issues: [{ code: 'noSuchEndpoint', path: 'endpoints[0].dependsOn', params: { name: 'Router' } }],
    });
    await engine.syncFile([shop, { kind: 'fake', target: 'router', name: 'Router' }]);
    expect((await engine.request('app.snapshot', {})).endpoints).toHaveLength(2);
    // The parent leaves the file, and the child stays.
    await expect(engine.syncFile([shop])).rejects.toMatchObject({ issues: [{ code: 'noSuchEndpoint' }] });
    await expect(
      engine.request('config.apply', { endpoints: [{ ...shop, name: 'B', dependsOn: ['X'] }] }),
    ).rejects.toMatchObject({
      issues: [{ code: 'noSuchEndpoint' }],
    });
  });
});

describe('when an endpoint that others depend on', () => {
  const parentsOf = async ({ engine }: Awaited<ReturnType<typeof setUp>>, name: string) =>
    (await engine.request('app.snapshot', {})).endpoints.find(({ endpoint }) => endpoint.config.name === name)?.endpoint
      .config.dependsOn;

  test('is renamed, they still depend on it', async () => {
    const subject = await setUp();
    const { add, engine, network, time, stateOf } = subject;
    const router = await add({ name: 'Router', target: 'router', tags: ['net'] });
    const shop = await add({ name: 'Shop', target: 'shop', dependsOn: ['tag:net', 'Router'] });
    const config = { kind: 'fake', target: 'router', name: 'Gateway', interval: 10_000 };
    await engine.request('endpoints.update', { id: router, config });
    expect(await parentsOf(subject, 'Shop')).toEqual(['tag:net', 'Gateway']);
    await time.advance(1_000);
    network.answer = failFor('router', 'shop');
    await time.advance(MINUTE);
    expect((await stateOf(shop))?.behind).toBe('Gateway');
  });

  test('is renamed and another one has its old name, they depend on both', async () => {
    const subject = await setUp();
    const { add, engine } = subject;
    const router = await add({ name: 'Router', target: 'router' });
    await add({ name: 'Router', target: 'router2' });
    await add({ name: 'Shop', target: 'shop', dependsOn: ['Router'] });
    await engine.request('endpoints.update', { id: router, config: { kind: 'fake', target: 'router', name: 'North' } });
    expect(await parentsOf(subject, 'Shop')).toEqual(['Router', 'North']);
  });

  test('is removed, they can be edited and exported, and depend on it again when it is restored', async () => {
    const subject = await setUp();
    const { add, engine, network, time, stateOf } = subject;
    const router = await add({ name: 'Router', target: 'router' });
    const shop = await add({ name: 'Shop', target: 'shop', dependsOn: ['Router'] });
    await time.advance(1_000);
    await engine.request('endpoints.remove', { ids: [router] });
    network.answer = failFor('router', 'shop');
    await time.advance(MINUTE);
    expect((await stateOf(shop))?.behind).toBeUndefined();
    const config = { kind: 'fake', target: 'shop', name: 'Shop', note: 'Edited', dependsOn: ['Router'] };
    await engine.request('endpoints.update', { id: shop, config });
    const { text } = await engine.request('config.export', { format: 'yaml' });
    expect(text).toContain('Edited');
    expect(text).not.toContain('Router');
    await engine.request('endpoints.restore', { ids: [router] });
    await time.advance(MINUTE);
    expect((await stateOf(shop))?.behind).toBe('Router');
    expect((await engine.request('config.export', { format: 'yaml' })).text).toContain('dependsOn');
  });

  test('is renamed or removed although lookout.yaml depends on it, that is refused', async () => {
    const { add, engine } = await setUp();
    const router = await add({ name: 'Router', target: 'router' });
    await engine.syncFile([{ kind: 'fake', target: 'shop', name: 'Shop', dependsOn: ['Router'] }]);
    const needed = { code: 'readOnly', reason: 'endpointInUse', params: { names: ['Shop'] } };
    await expect(engine.request('endpoints.remove', { ids: [router] })).rejects.toMatchObject(needed);
    const config = { kind: 'fake', target: 'router', name: 'Gateway' };
    await expect(engine.request('endpoints.update', { id: router, config })).rejects.toMatchObject(needed);
    await engine.syncFile([]);
    await engine.request('endpoints.remove', { ids: [router] });
  });
});

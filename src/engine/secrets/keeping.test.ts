/** Whether secrets are stored, and what a changed secret in a file does. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Endpoint, EndpointInput } from '../../contract/model/endpoint.ts';
import type { Settings } from '../../contract/model/settings.ts';
import { SECRET_SET } from '../../contract/model/secret.ts';
import { createEngine, type Engine } from '../engine.ts';
import type { Secrets } from '../ports.ts';
import { createMemoryStore } from '../store/memory-store.ts';
import { createFakePorts, settle } from '../testing/fake-ports.ts';
import { createTemporarySecrets } from './key-secrets.ts';

const engines: Engine[] = [];
afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.dispose();
});

function create(secrets: Partial<Secrets> = {}, stored: readonly Endpoint[] = []) {
  const saved: string[] = [];
  const store = createMemoryStore();
  const engine = createEngine({
    ports: { ...createFakePorts(), secrets: { ...createTemporarySecrets(), ...secrets } },
    store: {
      ...store,
      open: async (now) => ({ ...(await store.open(now)), endpoints: stored }),
      saveEndpoints: (endpoints) => {
        saved.push(JSON.stringify(endpoints));
        return store.saveEndpoints(endpoints);
      },
    },
    host: { kind: 'direct', version: '0', platform: 'test', dataDir: '', configFile: null, features: [] },
    resolver: { resolve: () => Promise.reject(new Error('This test must not look up names')) },
  });
  engines.push(engine);
  return { engine, saved };
}

async function start(secrets: Partial<Secrets> = {}) {
  const { engine, saved } = create(secrets);
  await engine.start();
  const add = (more: Partial<EndpointInput>) =>
    engine.request('endpoints.create', { endpoints: [{ kind: 'http', url: 'http://127.0.0.1:9/', ...more }] });
  return { engine, saved, add };
}

describe('without a vault', () => {
  const noVault = { kind: async () => 'none' } as const satisfies Partial<Secrets>;
  const setTo = (engine: Engine, secretsWithoutVault: Settings['secretsWithoutVault']) =>
    engine.request('settings.update', { settings: { secretsWithoutVault } });

  it('asks before it stores a secret, and stores it once the person agrees', async () => {
    const { engine, saved, add } = await start(noVault);
    await expect(add({ password: 'hunter2' })).rejects.toMatchObject({
      code: 'needsConsent',
      reason: 'noVault',
    });
    const [plain] = await add({});
    const config = { kind: 'http', url: 'http://127.0.0.1:9/', headers: { Authorization: 'Bearer hunter2' } };
    const update = { id: plain?.id ?? '', config };
    await expect(engine.request('endpoints.update', update)).rejects.toMatchObject({ code: 'needsConsent' });
    await setTo(engine, 'keep');
    expect((await engine.request('endpoints.update', update)).config['headers']).toEqual({ Authorization: SECRET_SET });
    expect(saved.join()).toContain('$sealed');
    expect(saved.join()).not.toContain('hunter2');
    // Sealed secrets need no consent.
    await setTo(engine, 'refuse');
    await engine.request('endpoints.update', {
      id: update.id,
      config: { ...config, headers: { Authorization: SECRET_SET } },
    });
  });

  it('stores no secrets when the setting is to refuse', async () => {
    const { engine, saved, add } = await start(noVault);
    await setTo(engine, 'refuse');
    await expect(add({ password: 'hunter2' })).rejects.toMatchObject({
      code: 'invalid',
      issues: [{ path: 'endpoints[0].password', code: 'secretWithoutVault' }],
    });
    expect(saved).toEqual([]);
  });

  it('refuses a plan as `config.apply` does, with the entry of the file', async () => {
    const { engine, saved, add } = await start(noVault);
    await add({ name: 'Plain' });
    await setTo(engine, 'refuse');
    saved.length = 0;
    const http = { kind: 'http', url: 'http://127.0.0.1:9/' };
    const content = {
      maintenance: [{ name: 'Patch', cron: '0 2 * * *', duration: '1h' }],
      endpoints: [
        { ...http, name: 'Plain' },
        { ...http, name: 'New', password: 'hunter2' },
      ],
    };
    const refusal = { issues: [{ path: 'endpoints[1].password', code: 'secretWithoutVault' }] };
    await expect(engine.request('config.plan', content)).rejects.toMatchObject(refusal);
    await expect(engine.request('config.apply', content)).rejects.toMatchObject(refusal);
    expect(saved).toEqual([]);
    expect(await engine.request('maintenance.list', {})).toEqual([]);
  });
});

it('does not use the vault for endpoints without secrets', async () => {
  const asked = () => Promise.reject(new Error('The vault must not be used'));
  const { add } = await start({ kind: asked, seal: asked, open: asked });
  expect(await add({ headers: { Accept: 'text/html', Authorization: '' } })).toMatchObject([
    { config: { headers: { Accept: 'text/html', Authorization: '' }, password: '' } },
  ]);
});

it('answers requests only after it has sealed clear secrets and loaded their endpoints', async () => {
  const sealing = Promise.withResolvers<string>();
  const [stored] = await (await start()).add({});
  if (stored === undefined) throw new Error('No endpoint was added');
  const inClear = { ...stored, config: { ...stored.config, password: 'hunter2' } };
  const { engine } = create({ kind: async () => 'vault', seal: () => sealing.promise }, [inClear]);
  const starting = engine.start();
  await settle();
  await expect(engine.request('app.snapshot', {})).rejects.toMatchObject({ code: 'unavailable' });
  sealing.resolve('vault:v1:');
  await starting;
  expect((await engine.request('app.snapshot', {})).endpoints).toHaveLength(1);
});

describe('secrets of lookout.yaml', () => {
  const entry = (token: string) => ({ kind: 'http', url: 'http://127.0.0.1:9/', headers: { Authorization: token } });

  it('are sealed, updated when they change, and left alone when they are equal', async () => {
    const { engine, saved } = await start();
    await engine.syncFile([entry('hunter2')]);
    await engine.syncFile([entry('hunter2')]);
    expect(saved).toHaveLength(1);
    await engine.syncFile([entry('hunter2-new')]);
    expect(saved).toHaveLength(2);
    expect(saved.join()).not.toContain('hunter2');
    await engine.syncFile([]);
    await engine.syncFile([entry('hunter2-back')]);
    const { endpoints } = await engine.request('app.snapshot', {});
    expect(endpoints.map(({ endpoint }) => endpoint.config['headers'])).toEqual([{ Authorization: SECRET_SET }]);
    expect(saved.join() + JSON.stringify(endpoints)).not.toContain('hunter2');
  });

  it('must not be placeholders or sealed', async () => {
    const { engine } = await start();
    for (const token of [SECRET_SET, { $sealed: 'key:v1:' }]) {
      const input = { ...entry(''), headers: { Authorization: token } };
      await expect(engine.syncFile([input])).rejects.toMatchObject({ code: 'invalid' });
    }
  });
});

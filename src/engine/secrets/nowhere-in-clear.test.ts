/** No secret of any kind of check appears in clear: not in files, the log, data for pages, or results of checks. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startRaw, type RawServer } from '../../../test/servers/raw.ts';
import type { Push } from '../../contract/channels/snapshot.ts';
import type { Endpoint, EndpointInput } from '../../contract/model/endpoint.ts';
import { SECRET_SET } from '../../contract/model/secret.ts';
import { checkKinds, parseEndpoint } from '../check/registry.ts';
import { createResolver } from '../check/net/dns/resolve.ts';
import { createEngine, type Engine } from '../engine.ts';
import { createNodePorts } from '../node-ports.ts';
import { createSqliteStore } from '../store/sqlite-store.ts';
import { createKeyFileSecrets, KEY_FILE } from './key-file.ts';
import { echo } from './testing/echo.ts';
import {
  exampleOf,
  fewer,
  isSecret,
  kindsWithSecrets,
  namesOf,
  REVEALING,
  REVEALING_BASE64,
  secretOf,
  withSecrets,
} from './testing/secret-samples.ts';

const workerUrl = new URL('../store/sqlite-worker.ts', import.meta.url);
const DATABASE = 'lookout.db';

/** Against a server on this port. The other kinds have the smallest endpoint of their fixture. */
const httpExample = (port: number): EndpointInput => ({
  kind: 'http',
  url: `http://127.0.0.1:${port}/`,
  acceptedStatus: '299',
  headers: { Accept: 'a/b' },
  interval: '24h',
  retries: 0,
});

let folder: string;
let engine: Engine | undefined;
let server: RawServer;
/** Everything that left the engine. */
let collected: unknown[];
/** What the server received. */
let received: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookout-secrets-'));
  collected = [];
  received = '';
  server = await startRaw((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (data) => {
      received += data.toString('latin1');
      socket.end(echo(data));
    });
  });
});

afterEach(async () => {
  await engine?.dispose();
  engine = undefined;
  await server.dispose();
  await rm(folder, { recursive: true });
});

async function start(): Promise<Engine> {
  const log = (...line: unknown[]) => void collected.push(line.map(errorParts));
  const started = createEngine({
    ports: createNodePorts({
      log,
      notifier: (notification) => void collected.push(notification),
      secrets: createKeyFileSecrets(join(folder, KEY_FILE)),
    }),
    store: createSqliteStore({ file: join(folder, DATABASE), workerUrl, log }),
    host: { kind: 'direct', version: '0', platform: 'test', dataDir: folder, configFile: null, features: [] },
    resolver: createResolver(),
  });
  started.onPush((push: Push) => void collected.push(push));
  engine = started;
  await started.start();
  return started;
}

/** The parts of an error that a log would write. */
function errorParts(value: unknown): unknown {
  if (value instanceof Error) return `${value.stack} ${JSON.stringify(value)} ${String(value.cause)}`;
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, errorParts(one)]))
    : value;
}

/** Waits for a request, and collects its answer or its refusal. */
async function collect<T>(answer: Promise<T>): Promise<T> {
  try {
    const value = await answer;
    collected.push(value);
    return value;
  } catch (error) {
    collected.push(error instanceof Error ? `${JSON.stringify(error)} ${error.stack}` : error);
    throw error;
  }
}

async function expectNoSecretCollected(): Promise<void> {
  const all = JSON.stringify(collected);
  for (const revealing of [REVEALING, ...REVEALING_BASE64]) expect(all).not.toContain(revealing);
  const names = await readdir(folder);
  const files = await Promise.all(names.map(async (name) => ({ name, bytes: await readFile(join(folder, name)) })));
  expect(files.filter(({ bytes }) => bytes.includes(REVEALING)).map(({ name }) => name)).toEqual([]);
}

async function untilChecked(of: Engine, id: string, times = 1): Promise<void> {
  await vi.waitFor(async () => expect(await of.request('checks.list', { id, limit: 200 })).toHaveLength(times), 60_000);
}

it('reveals no secret of any kind when endpoints are tried, added and checked, or after a restart', async () => {
  const first = await start();
  const inputs = await Promise.all(
    kindsWithSecrets.map(async (kind) => {
      const example = await exampleOf(kind, server.port);
      const input = withSecrets(example, kind.form);
      // Some kinds take fewer secrets at a time, or only with others.
      const fits = parseEndpoint(input);
      return fits.ok ? input : { ...example, ...fewer(kind, example) };
    }),
  );
  for (const [index, input] of inputs.entries()) {
    const hasSecret = JSON.stringify(input).includes(REVEALING);
    expect([kindsWithSecrets[index]?.kind, hasSecret]).toEqual([input.kind, true]);
  }
  const added = await collect(first.request('endpoints.create', { endpoints: inputs }));
  expect(added).toHaveLength(kindsWithSecrets.length);
  for (const { id } of added) await untilChecked(first, id);
  await collect(first.request('app.snapshot', {}));
  for (const { id } of added) await collect(first.request('checks.list', { id, limit: 1 }));
  await collect(first.request('incidents.list', { limit: 200 }));
  await first.dispose();
  await expectNoSecretCollected();

  const second = await start();
  await collect(second.request('app.snapshot', {}));
  await expectNoSecretCollected();
});

describe('kind http', () => {
  const form = checkKinds.find(({ kind }) => kind === 'http')?.form ?? [];
  const example = httpExample;

  it('reveals no secret when it is added, checked, changed, copied, paused, removed or restored, or after a restart', async () => {
    const first = await start();
    const input = withSecrets(example(server.port), form);
    await collect(first.request('endpoints.test', { config: input }));
    received = '';
    const [added] = await collect(first.request('endpoints.create', { endpoints: [input] }));
    if (added === undefined) throw new Error('No endpoint');
    await untilChecked(first, added.id);
    expect(received).toContain(Buffer.from(secretOf('Cookie')).toString('latin1').slice(0, 10));
    const sent = received;

    const kept = { ...added.config, note: 'changed' };
    for (const field of form.filter(isSecret)) {
      const shown = added.config[field.name];
      if (field.secret === true) expect(shown).toEqual(SECRET_SET);
      else expect(shown).toMatchObject(Object.fromEntries(namesOf(field).map((header) => [header, SECRET_SET])));
    }
    received = '';
    await collect(first.request('endpoints.update', { id: added.id, config: kept }));
    await untilChecked(first, added.id, 2);
    expect(received).toBe(sent);
    received = '';
    await collect(first.request('endpoints.test', { config: kept, secretsOf: added.id }));
    // A try reads the body, so it also says which encodings it knows.
    expect(received.replace(/Accept-Encoding: .*\r\n/u, '')).toBe(sent);
    received = '';
    const [copy] = await collect(first.request('endpoints.create', { endpoints: [kept], secretsOf: added.id }));
    await untilChecked(first, copy?.id ?? '');
    expect(received).toBe(sent);

    const ids = [added.id];
    await collect(first.request('endpoints.pause', { ids }));
    await collect(first.request('endpoints.resume', { ids }));
    await collect(first.request('endpoints.remove', { ids }));
    await collect(first.request('endpoints.restore', { ids }));
    await collect(first.request('app.snapshot', {}));
    await first.dispose();
    await expectNoSecretCollected();

    const second = await start();
    received = '';
    const before = (await second.request('checks.list', { id: added.id, limit: 200 })).length;
    await second.request('endpoints.checkNow', { ids });
    await untilChecked(second, added.id, before + 1);
    // The copy may have been checked too.
    expect(received.replaceAll(sent, '')).toBe('');
    await collect(second.request('app.snapshot', {}));
    await collect(second.request('incidents.list', { limit: 200 }));
    await collect(second.request('checks.list', { id: added.id, limit: 200 }));
    // The write-ahead log exists only while the engine runs.
    await expectNoSecretCollected();
  });

  it('reveals no secret in refusals', async () => {
    const running = await start();
    const long = withSecrets(example(server.port), form, () => `${REVEALING}${'x'.repeat(20_000)}`);
    await expect(collect(running.request('endpoints.create', { endpoints: [long] }))).rejects.toMatchObject({
      code: 'invalid',
    });
    const control = withSecrets(example(server.port), form, () => `${REVEALING}\r\n`);
    await expect(collect(running.request('endpoints.test', { config: control }))).rejects.toMatchObject({
      code: 'invalid',
    });
    for (const field of form.filter(isSecret)) {
      const config = { ...example(server.port), [field.name]: [REVEALING] };
      await expect(collect(running.request('endpoints.test', { config }))).rejects.toMatchObject({ code: 'invalid' });
    }
    await expectNoSecretCollected();
  });

  it('seals secrets that were stored in clear', async () => {
    const first = await start();
    const [added] = await first.request('endpoints.create', { endpoints: [example(server.port)] });
    await untilChecked(first, added?.id ?? '');
    await first.dispose();
    const store = createSqliteStore({ file: join(folder, DATABASE), workerUrl, log: () => undefined });
    const { endpoints } = await store.open(Date.now());
    const [stored] = endpoints;
    if (stored === undefined || added === undefined) throw new Error('The endpoint was not stored');
    const config = withSecrets(stored.config, form) as Endpoint['config'];
    // Paused and many: SQLite leaves replaced data in the gaps of its pages.
    const others = Array.from({ length: 40 }, (_, index): Endpoint => {
      const note = 'long '.repeat((index * 37) % 1500);
      return { ...stored, id: `other-${index}`, paused: true, config: { ...config, note } };
    });
    await store.saveEndpoints([{ ...stored, config }, ...others]);
    await store.close();
    expect((await readFile(join(folder, DATABASE))).includes(REVEALING)).toBe(true);

    const second = await start();
    await collect(second.request('app.snapshot', {}));
    await second.request('endpoints.checkNow', { ids: [added.id] });
    await untilChecked(second, added.id, 2);
    expect(received).toContain('s3cr3t');
    await second.dispose();
    await expectNoSecretCollected();
  });

  it('keeps the endpoint when the key is lost, and asks for the secret again', async () => {
    const first = await start();
    const input = withSecrets(example(server.port), form);
    const [added] = await first.request('endpoints.create', { endpoints: [input] });
    if (added === undefined) throw new Error('No endpoint');
    await untilChecked(first, added.id);
    await first.dispose();
    await rm(join(folder, KEY_FILE));

    received = '';
    const second = await start();
    await second.request('endpoints.checkNow', { ids: [added.id] });
    await untilChecked(second, added.id, 2);
    const [last] = await collect(second.request('checks.list', { id: added.id, limit: 1 }));
    expect(last).toMatchObject({
      verdict: 'unknown',
      failure: { code: 'local.secret', params: { field: expect.stringMatching(/^\w+/u) } },
    });
    expect(received).toBe('');
    const { notices } = await second.request('app.snapshot', {});
    expect(notices).toMatchObject([{ id: 'secrets', active: true, params: { names: [added.config.name] } }]);

    await collect(second.request('endpoints.update', { id: added.id, config: input }));
    await untilChecked(second, added.id, 3);
    expect(received).toContain('s3cr3t');
    expect((await second.request('app.snapshot', {})).notices).toEqual([]);
    await expectNoSecretCollected();
  });
});

describe('a server that sends back what it received', () => {
  it.each(['/', '/redirect', '/raw-redirect', '/broken'])('reveals no secret through %s', async (path) => {
    const http = checkKinds.find((kind) => kind.kind === 'http');
    const running = await start();
    const url = `http://127.0.0.1:${server.port}${path}`;
    const input = withSecrets({ kind: 'http', url, maxRedirects: 0 }, http?.form ?? []);
    const result = await collect(running.request('endpoints.test', { config: input }));
    expect(result.failure).not.toBeNull();
    expect(JSON.stringify(result)).toContain('•••');
    const basic = { kind: 'http', url, maxRedirects: 0, username: 'me', password: secretOf('password') };
    received = '';
    await collect(running.request('endpoints.test', { config: basic }));
    expect(received).toContain(`Authorization: Basic ${Buffer.from(`me:${secretOf('password')}`).toString('base64')}`);
    await expectNoSecretCollected();
  });

  it('reveals no secret through a header that is truncated within it', async () => {
    const running = await start();
    const url = `http://127.0.0.1:${server.port}/padded`;
    for (let pad = 970; pad < 1000; pad += 3) {
      const config = {
        kind: 'http',
        url,
        acceptedStatus: '299',
        headers: { 'X-Token': REVEALING.repeat(4), 'X-Pad': `${pad}` },
      };
      const { details } = await collect(running.request('endpoints.test', { config }));
      expect(String(details['snippet']).length).toBeGreaterThan(960);
    }
    expect(JSON.stringify(collected)).not.toContain(REVEALING.slice(0, 4));
  });
});

describe('placeholders', () => {
  it('are refused where no secret is stored, and for other types of values', async () => {
    const running = await start();
    const url = `http://127.0.0.1:${server.port}/`;
    const none = running.request('endpoints.create', { endpoints: [{ kind: 'http', url, password: SECRET_SET }] });
    await expect(none).rejects.toMatchObject({
      issues: [{ path: 'endpoints[0].password', code: 'secretNotStored' }],
    });
    const [added] = await running.request('endpoints.create', { endpoints: [{ kind: 'http', url, password: 'p' }] });
    const id = added?.id ?? '';
    // A secret cannot be moved to a place where it would be shown, and cannot be given in sealed form.
    for (const config of [
      { kind: 'http', url, headers: { 'X-Shown': SECRET_SET } },
      { kind: 'http', url, username: SECRET_SET },
      { kind: 'http', url, password: { $sealed: 'key:v1:' } },
    ]) {
      await expect(running.request('endpoints.update', { id, config })).rejects.toMatchObject({ code: 'invalid' });
    }
  });
});

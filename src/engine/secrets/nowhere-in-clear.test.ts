/** Secrets of every kind of check are nowhere in clear: not in the files, the log, what pages get, or what checks find. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startRaw, type RawServer } from '../../../test/servers/raw.ts';
import type { Push } from '../../contract/channels/snapshot.ts';
import type { FormField } from '../../contract/descriptor.ts';
import type { Endpoint, EndpointInput } from '../../contract/model/endpoint.ts';
import type { Json } from '../../contract/model/units.ts';
import { SECRET_SET } from '../../contract/model/secret.ts';
import { checkKinds } from '../check/registry.ts';
import { createResolver } from '../check/net/resolve.ts';
import { createEngine, type Engine } from '../engine.ts';
import { createNodePorts } from '../node-ports.ts';
import { createSqliteStore } from '../store/sqlite-store.ts';
import { createKeyFileSecrets, KEY_FILE } from './key-file.ts';

vi.setConfig({ testTimeout: 60_000 });

const workerUrl = new URL('../store/sqlite-worker.ts', import.meta.url);
const DATABASE = 'lookout.db';

/** The least that makes an endpoint of each kind that has secrets, against a server on that port. */
const EXAMPLES: Readonly<Record<string, (port: number) => EndpointInput>> = {
  http: (port) => ({
    kind: 'http',
    url: `http://127.0.0.1:${port}/`,
    acceptedStatus: '299',
    headers: { Accept: 'a/b' },
  }),
};

/** Each with something that is written otherwise in a URL, in HTML, in JSON and in base64. */
const secretOf = (field: string) => `s3cr3t&${field}/"<é>+hunter2`;
/** What would be found of any of them. */
const TELLING = 'hunter2';
/** The same within base64, wherever it begins. */
const TELLING_BASE64 = [0, 1, 2].map((before) =>
  Buffer.from(`${'-'.repeat(before)}${TELLING}`)
    .toString('base64')
    .slice(Math.ceil((before * 8) / 6), Math.floor(((before + TELLING.length) * 8) / 6)),
);

const isSecret = (field: FormField) => field.secret === true || field.secretNames !== undefined;
const kindsWithSecrets = checkKinds.filter((kind) => kind.form.some(isSecret));

/** Names that the pattern of a field of pairs must hold to be secret. */
const NAMES = ['Authorization', 'Cookie', 'X-Api-Key', 'Private-Token', 'X-Auth-Key', 'Proxy-Authorization'];

function withSecrets(input: EndpointInput, fields: readonly FormField[], secret = secretOf): EndpointInput {
  const more: Record<string, Json | undefined> = {};
  for (const field of fields.filter(isSecret)) {
    const pairs = input[field.name];
    more[field.name] =
      field.secret === true
        ? secret(field.name)
        : { ...(pairs as object), ...Object.fromEntries(NAMES.map((name) => [name, `Bearer ${secret(name)}`])) };
  }
  return { ...input, ...more };
}

let folder: string;
let engine: Engine | undefined;
let server: RawServer;
/** Everything that left the engine. */
let heard: unknown[];
/** What the server was sent. */
let received: string;

/** Sends back what it was sent: as it is, and as pages do; a redirect to it, and not even HTTP, when asked to. */
function echo(data: Buffer): Buffer | string {
  const text = data.toString('latin1');
  const read = data.toString('utf8');
  const body = [
    text,
    read,
    JSON.stringify(read),
    encodeURIComponent(read),
    Buffer.from(read).toString('base64'),
  ].join();
  const line = /Authorization: (.*)\r\n/u.exec(text)?.[1];
  const pad = /X-Pad: (\d+)/u.exec(text)?.[1];
  if (pad !== undefined) {
    const token = /X-Token: (.*)\r\n/u.exec(text)?.[1] ?? '';
    return `HTTP/1.1 500 Oh\r\n\r\n${'-'.repeat(Number(pad))}${token}`;
  }
  if (text.includes('/raw-redirect')) return Buffer.from(`HTTP/1.1 302 Found\r\nLocation: /?${line}\r\n\r\n`, 'latin1');
  if (text.includes('/redirect')) return `HTTP/1.1 302 Found\r\nLocation: /?${encodeURIComponent(read)}\r\n\r\n`;
  if (text.includes('/broken')) return data;
  return `HTTP/1.1 500 Oh\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookout-secrets-'));
  heard = [];
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
  const log = (...line: unknown[]) => void heard.push(line.map(spell));
  const started = createEngine({
    ports: createNodePorts({
      log,
      notifier: (notification) => void heard.push(notification),
      secrets: createKeyFileSecrets(join(folder, KEY_FILE)),
    }),
    store: createSqliteStore({ file: join(folder, DATABASE), workerUrl, log }),
    host: { kind: 'direct', version: '0', platform: 'test', dataDir: folder, configFile: null, features: [] },
    resolver: createResolver(),
  });
  started.onPush((push: Push) => void heard.push(push));
  engine = started;
  await started.start();
  return started;
}

/** What a log would write of an error. */
function spell(value: unknown): unknown {
  if (value instanceof Error) return `${value.stack} ${String(value.cause)}`;
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, spell(one)]))
    : value;
}

/** Asks, and keeps the answer or the refusal. */
async function ask<T>(answer: Promise<T>): Promise<T> {
  try {
    const value = await answer;
    heard.push(value);
    return value;
  } catch (error) {
    heard.push(error instanceof Error ? `${JSON.stringify(error)} ${error.stack}` : error);
    throw error;
  }
}

async function expectNothingHeard(): Promise<void> {
  const all = JSON.stringify(heard);
  for (const telling of [TELLING, ...TELLING_BASE64]) expect(all).not.toContain(telling);
  const names = await readdir(folder);
  const files = await Promise.all(names.map(async (name) => ({ name, bytes: await readFile(join(folder, name)) })));
  expect(files.filter(({ bytes }) => bytes.includes(TELLING)).map(({ name }) => name)).toEqual([]);
}

async function untilChecked(of: Engine, id: string, times = 1): Promise<void> {
  await vi.waitFor(async () => expect(await of.request('checks.list', { id, limit: 200 })).toHaveLength(times), 30_000);
}

it('holds for a kind at least, and every kind with secrets has an example', () => {
  expect(kindsWithSecrets.length).toBeGreaterThan(0);
  for (const kind of kindsWithSecrets) expect(Object.keys(EXAMPLES)).toContain(kind.kind);
});

describe.each(kindsWithSecrets.map((kind) => [kind.kind, kind.form] as const))('kind %s', (name, form) => {
  const example = (port: number): EndpointInput => ({
    ...EXAMPLES[name]?.(port),
    kind: name,
    interval: '24h',
    retries: 0,
  });

  it('shows no secret when it is added, checked, changed, copied, paused, removed, restored, and after a restart', async () => {
    const first = await start();
    const input = withSecrets(example(server.port), form);
    await ask(first.request('endpoints.test', { config: input }));
    received = '';
    const [added] = await ask(first.request('endpoints.create', { endpoints: [input] }));
    if (added === undefined) throw new Error('Expected an endpoint');
    await untilChecked(first, added.id);
    expect(received).toContain(Buffer.from(secretOf('Cookie')).toString('latin1').slice(0, 10));
    const sent = received;

    const kept = { ...added.config, note: 'changed' };
    for (const field of form.filter(isSecret)) {
      const shown = added.config[field.name];
      if (field.secret === true) expect(shown).toEqual(SECRET_SET);
      else expect(shown).toMatchObject(Object.fromEntries(NAMES.map((header) => [header, SECRET_SET])));
    }
    received = '';
    await ask(first.request('endpoints.update', { id: added.id, config: kept }));
    await untilChecked(first, added.id, 2);
    expect(received).toBe(sent);
    received = '';
    await ask(first.request('endpoints.test', { config: kept, secretsOf: added.id }));
    expect(received).toBe(sent);
    received = '';
    const [copy] = await ask(first.request('endpoints.create', { endpoints: [kept], secretsOf: added.id }));
    await untilChecked(first, copy?.id ?? '');
    expect(received).toBe(sent);

    const ids = [added.id];
    await ask(first.request('endpoints.pause', { ids }));
    await ask(first.request('endpoints.resume', { ids }));
    await ask(first.request('endpoints.remove', { ids }));
    await ask(first.request('endpoints.restore', { ids }));
    await ask(first.request('app.snapshot', {}));
    await first.dispose();
    await expectNothingHeard();

    const second = await start();
    received = '';
    const before = (await second.request('checks.list', { id: added.id, limit: 200 })).length;
    await second.request('endpoints.checkNow', { ids });
    await untilChecked(second, added.id, before + 1);
    // The copy may have been checked as well.
    expect(received.replaceAll(sent, '')).toBe('');
    await ask(second.request('app.snapshot', {}));
    await ask(second.request('incidents.list', { limit: 200 }));
    await ask(second.request('checks.list', { id: added.id, limit: 200 }));
    // The write-ahead log is there while it runs.
    await expectNothingHeard();
  });

  it('shows no secret in what is refused', async () => {
    const running = await start();
    const long = withSecrets(example(server.port), form, () => `${TELLING}${'x'.repeat(20_000)}`);
    await expect(ask(running.request('endpoints.create', { endpoints: [long] }))).rejects.toThrow('Expected');
    const control = withSecrets(example(server.port), form, () => `${TELLING}\r\n`);
    await expect(ask(running.request('endpoints.test', { config: control }))).rejects.toThrow('Expected');
    for (const field of form.filter(isSecret)) {
      const config = { ...example(server.port), [field.name]: [TELLING] };
      await expect(ask(running.request('endpoints.test', { config }))).rejects.toThrow('got a list');
    }
    await expectNothingHeard();
  });

  it('seals what was stored in clear', async () => {
    const first = await start();
    const [added] = await first.request('endpoints.create', { endpoints: [example(server.port)] });
    await untilChecked(first, added?.id ?? '');
    await first.dispose();
    const store = createSqliteStore({ file: join(folder, DATABASE), workerUrl, log: () => undefined });
    const { endpoints } = await store.open(Date.now());
    const [stored] = endpoints;
    if (stored === undefined || added === undefined) throw new Error('Expected the endpoint to be stored');
    const config = withSecrets(stored.config, form) as Endpoint['config'];
    // Paused and many: SQLite leaves what was replaced in the gaps of its pages.
    const others = Array.from({ length: 40 }, (_, index): Endpoint => {
      const note = 'long '.repeat((index * 37) % 1500);
      return { ...stored, id: `other-${index}`, paused: true, config: { ...config, note } };
    });
    await store.saveEndpoints([{ ...stored, config }, ...others]);
    await store.close();
    expect((await readFile(join(folder, DATABASE))).includes(TELLING)).toBe(true);

    const second = await start();
    await ask(second.request('app.snapshot', {}));
    await second.request('endpoints.checkNow', { ids: [added.id] });
    await untilChecked(second, added.id, 2);
    expect(received).toContain('s3cr3t');
    await second.dispose();
    await expectNothingHeard();
  });

  it('keeps the endpoint when the key is lost, and says that the secret is to be set again', async () => {
    const first = await start();
    const input = withSecrets(example(server.port), form);
    const [added] = await first.request('endpoints.create', { endpoints: [input] });
    if (added === undefined) throw new Error('Expected an endpoint');
    await untilChecked(first, added.id);
    await first.dispose();
    await rm(join(folder, KEY_FILE));

    received = '';
    const second = await start();
    await second.request('endpoints.checkNow', { ids: [added.id] });
    await untilChecked(second, added.id, 2);
    const [last] = await ask(second.request('checks.list', { id: added.id, limit: 1 }));
    expect(last).toMatchObject({ verdict: 'unknown', failure: { code: 'us.secret' } });
    expect(last?.failure?.message).toMatch(/^Its secret \(\w+.*\) cannot be read; set it again\. /u);
    expect(received).toBe('');
    const { notices } = await second.request('app.snapshot', {});
    expect(notices).toMatchObject([{ id: 'secrets', active: true, body: expect.stringContaining(added.config.name) }]);

    await ask(second.request('endpoints.update', { id: added.id, config: input }));
    await untilChecked(second, added.id, 3);
    expect(received).toContain('s3cr3t');
    expect((await second.request('app.snapshot', {})).notices).toEqual([]);
    await expectNothingHeard();
  });
});

describe('a server that sends back what it was sent', () => {
  it.each(['/', '/redirect', '/raw-redirect', '/broken'])('tells no secret by %s', async (path) => {
    const http = checkKinds.find((kind) => kind.kind === 'http');
    const running = await start();
    const url = `http://127.0.0.1:${server.port}${path}`;
    const input = withSecrets({ kind: 'http', url, maxRedirects: 0 }, http?.form ?? []);
    const result = await ask(running.request('endpoints.test', { config: input }));
    expect(result.failure).not.toBeNull();
    expect(JSON.stringify(result)).toContain('•••');
    const basic = { kind: 'http', url, maxRedirects: 0, username: 'me', password: secretOf('password') };
    received = '';
    await ask(running.request('endpoints.test', { config: basic }));
    expect(received).toContain(`Authorization: Basic ${Buffer.from(`me:${secretOf('password')}`).toString('base64')}`);
    await expectNothingHeard();
  });

  it('tells no secret through a header that is cut off in the middle of it', async () => {
    const running = await start();
    const url = `http://127.0.0.1:${server.port}/padded`;
    for (let pad = 970; pad < 1000; pad += 3) {
      const config = {
        kind: 'http',
        url,
        acceptedStatus: '299',
        headers: { 'X-Token': TELLING.repeat(4), 'X-Pad': `${pad}` },
      };
      const { details } = await ask(running.request('endpoints.test', { config }));
      expect(String(details['snippet']).length).toBeGreaterThan(960);
    }
    expect(JSON.stringify(heard)).not.toContain(TELLING.slice(0, 4));
  });
});

describe('placeholders', () => {
  it('are refused where there is nothing to keep, and where another kind of value stands', async () => {
    const running = await start();
    const url = `http://127.0.0.1:${server.port}/`;
    const none = running.request('endpoints.create', { endpoints: [{ kind: 'http', url, password: SECRET_SET }] });
    await expect(none).rejects.toMatchObject({
      issues: [{ path: 'endpoints[0].password', message: expect.stringContaining('to be entered') }],
    });
    const [added] = await running.request('endpoints.create', { endpoints: [{ kind: 'http', url, password: 'p' }] });
    const id = added?.id ?? '';
    // A secret cannot be moved to where it would be shown, nor can one be given sealed.
    for (const config of [
      { kind: 'http', url, headers: { 'X-Shown': SECRET_SET } },
      { kind: 'http', url, username: SECRET_SET },
      { kind: 'http', url, password: { $sealed: 'key:v1:' } },
    ]) {
      await expect(running.request('endpoints.update', { id, config })).rejects.toMatchObject({ code: 'invalid' });
    }
  });
});

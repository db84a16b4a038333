import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import type { Endpoint, EndpointInput } from '../../contract/model/endpoint.ts';
import { checkKinds, findKind, parseEndpoint } from '../check/registry.ts';
import { texts } from '../check/testing/texts.ts';
import type { AppliedImport, ImportedChanges, StagedImport } from '../endpoints/import-commands.ts';
import { createMemoryStore } from '../store/memory-store.ts';
import { KumaDatabase } from './kuma/testing/kuma-database.ts';
import { createImports } from './imports.ts';

const IMPORT_WORKER_URL = new URL('./import-worker.ts', import.meta.url);

/** Reads any text as a file with one endpoint, for tests of which file counts and not of its content. */
const ANY_WORKER_URL = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads';
    const entry = { kind: 'tcp', host: '127.0.0.1', port: 80 };
    const endpoints = [{ sourceId: 'list:80', source: 'a', path: '', name: 'a', entry }];
    parentPort.postMessage({ formats: ['list'], endpoints, warnings: [], error: null, moreErrors: [] });
  `)}`,
);

const FILE = `
endpoints:
  - kind: tcp
    host: 127.0.0.1
    port: 5432
    name: Database
  - kind: tcp
    host: 127.0.0.1
    port: 80
  - kind: tcp
    host: 127.0.0.1
    port: 6379
    name: Cache
    interval: 1m
  - kind: tcp
    host: 127.0.0.1
    port: 11211
    name: Memcached
`;

const text = (name: string, content: string) => [{ name, text: content }];

function existing(id: string, input: EndpointInput): Endpoint {
  const parsed = parseEndpoint(input);
  if (!parsed.ok) throw new TypeError('Expected a valid endpoint');
  const { config, target } = parsed;
  return { id, config, target, paused: false, pausedUntil: null, source: 'hand', createdAt: 0 };
}

/** A kuma.db with a monitor and history. @param damage SQL that damages it */
async function kumaFile(checks = 3, damage = ''): Promise<{ name: string; base64: string }[]> {
  const folder = await mkdtemp(join(tmpdir(), 'lookout-imports-'));
  try {
    const path = join(folder, 'kuma.db');
    {
      using kuma = new KumaDatabase(path, 1);
      kuma.monitor(`Shop of ${checks}`);
      kuma.beats(
        1,
        Array.from({ length: checks }, (_, n) => ({ at: (n + 1) * 60_000, ping: 20 })),
      );
    }
    if (damage !== '') {
      const database = new DatabaseSync(path);
      database.exec(damage);
      database.close();
    }
    return [{ name: 'kuma.db', base64: (await readFile(path)).toString('base64') }];
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** @param before runs before endpoints are added, as other changes do */
function setUp(workerUrl: URL | null = IMPORT_WORKER_URL, before = () => Promise.resolve()) {
  const changes: ImportedChanges[] = [];
  const undone: AppliedImport[] = [];
  const discarded: StagedImport[] = [];
  const store = createMemoryStore();
  const tcp = { kind: 'tcp', host: '127.0.0.1' };
  const there = [
    existing('database', { ...tcp, port: 5432 }),
    existing('cache', { ...tcp, port: 6379, name: 'Cache', note: 'Call Ann', sourceId: 'lookout:Cache' }),
    existing('memcached', { ...tcp, port: 11211, name: 'Memcached', sourceId: 'lookout:Memcached' }),
  ];
  const imports = createImports({
    kinds: checkKinds,
    workerUrl,
    existing: async () => there,
    complete: (input) => ({ retries: 7, ...input }),
    apply: async (change, _, signal) => {
      await before();
      signal?.throwIfAborted();
      changes.push(change);
      return { added: [], updated: [], before: [] };
    },
    stage: async ({ create }) => {
      const created = create.map(({ input }, index) => existing(`new-${index}`, input));
      await store.saveEndpoints(created, 0);
      const sealed = created.map((stored) => {
        const kind = findKind(stored.config.kind);
        if (kind === undefined) throw new TypeError('Expected a known kind');
        return { stored, kind, host: '' };
      });
      return { created: sealed, known: new Set<string>(), before: [] };
    },
    discard: async (staged) => void discarded.push(staged),
    undo: async (applied) => {
      undone.push(applied);
    },
    store,
    now: () => 3_600_000,
  });
  return { imports, changes, undone, discarded, store };
}

it('previews what a file would add and change, and applies the chosen entries', async () => {
  const { imports, changes } = setUp();
  const preview = await imports.read(text('lookout.yaml', FILE), { id: 'mine' });
  const tcp = { kind: 'tcp', paused: false };
  expect(preview).toEqual({
    id: 'mine',
    formats: ['lookout'],
    fileName: 'lookout.yaml',
    problems: [],
    hasHistory: false,
    warnings: [],
    entries: [
      { ...tcp, name: 'Database', target: '127.0.0.1:5432', state: 'exists', changes: [] },
      { ...tcp, name: '127.0.0.1:80', target: '127.0.0.1:80', state: 'new', changes: [] },
      { ...tcp, name: 'Cache', target: '127.0.0.1:6379', state: 'changed', changes: ['interval'] },
      { ...tcp, name: 'Memcached', target: '127.0.0.1:11211', state: 'same', changes: [] },
    ],
  });
  expect(changes).toEqual([]);
  await imports.add('mine', [1, 1, 2, 3]);
  const [{ create, update } = { create: [], update: [] }] = changes;
  expect(create).toEqual([
    {
      input: { kind: 'tcp', host: '127.0.0.1', port: 80, name: '127.0.0.1:80', sourceId: 'lookout:1', retries: 7 },
      paused: false,
    },
  ]);
  // What a person set stays.
  expect(update).toMatchObject([{ id: 'cache', input: { interval: '1m', note: 'Call Ann' } }]);
  await expect(imports.add('mine', [4])).rejects.toMatchObject({ code: 'invalid', issues: [{ path: 'entries' }] });
});

it('undoes the last import once', async () => {
  const { imports, undone } = setUp(ANY_WORKER_URL);
  const { id } = await imports.read(text('a', 'a'));
  await expect(imports.undo(id)).rejects.toMatchObject({ code: 'notFound' });
  await imports.add(id, [0]);
  await imports.undo(id);
  expect(undone).toHaveLength(1);
  await expect(imports.undo(id)).rejects.toMatchObject({ code: 'notFound' });
});

it('keeps the last previews, and adds nothing from one that was cancelled or is older', async () => {
  const { imports, changes } = setUp(ANY_WORKER_URL);
  for (const id of ['a', 'b', 'c', 'd', 'e']) await imports.read(text('a.yaml', FILE), { id });
  imports.cancel('c');
  for (const id of ['a', 'c']) await expect(imports.add(id, [0])).rejects.toMatchObject({ code: 'notFound' });
  expect(changes).toEqual([]);
  await imports.add('b', [0]);
  await imports.add('e', [0]);
  await imports.undo('b');
  expect(changes).toHaveLength(2);
});

it('stops reading files when a person cancels that import, but not those of another import', async () => {
  const { imports } = setUp(ANY_WORKER_URL);
  const mine = imports.read(text('mine.yaml', FILE), { id: 'mine' });
  const theirs = imports.read(text('theirs.yaml', FILE), { id: 'theirs' });
  imports.cancel('mine');
  imports.cancel('nobody’s');
  await expect(mine).rejects.toMatchObject({ code: 'notFound' });
  expect(await theirs).toMatchObject({ id: 'theirs', fileName: 'theirs.yaml' });
});

it('stops reading files when others are read with the same id', async () => {
  const { imports } = setUp(ANY_WORKER_URL);
  const before = imports.read(text('a.yaml', FILE), { id: 'mine' });
  const [first, second] = await Promise.allSettled([before, imports.read(text('b.yaml', FILE), { id: 'mine' })]);
  expect(first).toMatchObject({ status: 'rejected', reason: { code: 'notFound' } });
  expect(second).toMatchObject({ status: 'fulfilled', value: { fileName: 'b.yaml' } });
});

it('reports what is wrong with a file, and where', async () => {
  const { imports } = setUp();
  const { entries, problems } = await imports.read(text('my.yaml', 'endpoints:\n  - kind: tcp\n    prot: 80\n'));
  expect(entries).toEqual([]);
  expect(problems.map(texts.fileIssue).join('\n')).toMatch(/^my\.yaml:\d+:\d+ endpoints\[0\]/);
  const empty = await imports.read(text('my.yaml', 'endpoints: []'));
  expect(empty.problems.map(texts.fileIssue)).toEqual(['my.yaml: The file contains no endpoints.']);
});

it('reads bytes, and refuses what is no text', async () => {
  const { imports } = setUp();
  const base64 = Buffer.from(FILE).toString('base64');
  expect((await imports.read([{ name: 'a', base64 }])).entries).toHaveLength(4);
  const utf16 = Buffer.from(`\ufeff${FILE}`, 'utf16le').toString('base64');
  const { problems } = await imports.read([{ name: 'a', base64: utf16 }]);
  expect(problems.map(texts.fileIssue)).toEqual(['a: The file must be text in UTF-8.']);
});

it('refuses files when no worker thread can read them', async () => {
  await expect(setUp(null).imports.read(text('a.yaml', FILE))).rejects.toMatchObject({ code: 'unavailable' });
});

it('imports the past of what it adds, only if that is wanted', async () => {
  const { imports, store } = setUp();
  const preview = await imports.read(await kumaFile());
  expect(preview).toMatchObject({ hasHistory: true, warnings: [], problems: [] });
  expect(await imports.add(preview.id, [0])).toMatchObject({ pastChecks: null });
  expect(await store.checks('new-0', { limit: 10 })).toEqual([]);
  expect(await imports.add(preview.id, [0], true)).toMatchObject({ pastChecks: 3 });
  expect(await store.checks('new-0', { limit: 10 })).toHaveLength(3);
  expect(imports.progress(preview.id)).toBeNull();
});

it('stops importing history when the person cancels, and adds nothing', async () => {
  const { imports, changes, discarded } = setUp();
  const preview = await imports.read(await kumaFile());
  const adding = imports.add(preview.id, [0], true);
  imports.cancel(preview.id);
  await expect(adding).rejects.toMatchObject({ code: 'notFound' });
  expect([changes.length, discarded.length]).toEqual([0, 1]);
});

it('adds nothing when the person cancels while other changes run before the import', async () => {
  const { imports, changes } = setUp(IMPORT_WORKER_URL, async () => imports.cancel('kuma'));
  const preview = await imports.read(await kumaFile(), { id: 'kuma' });
  await expect(imports.add(preview.id, [0], true)).rejects.toMatchObject({ reason: 'importReplaced' });
  expect(changes).toEqual([]);
});

it('refuses another import while one imports history, which can still be cancelled', async () => {
  const { imports, changes } = setUp();
  const preview = await imports.read(await kumaFile());
  const adding = imports.add(preview.id, [0], true);
  const running = { code: 'unavailable', reason: 'importRunning' };
  await expect(imports.add(preview.id, [0], true)).rejects.toMatchObject(running);
  await expect(imports.add(preview.id, [0])).rejects.toMatchObject(running);
  await expect(imports.read(text('a.yaml', FILE), { id: preview.id })).rejects.toMatchObject(running);
  imports.cancel(preview.id);
  await expect(adding).rejects.toMatchObject({ reason: 'importReplaced' });
  expect(changes).toEqual([]);
  await imports.add(preview.id, [0], true);
  expect(changes).toHaveLength(1);
});

it('goes on importing history when another page reads files and cancels that', async () => {
  const { imports, changes } = setUp();
  const preview = await imports.read(await kumaFile());
  const adding = imports.add(preview.id, [0], true);
  const reading = imports.read(text('lookout.yaml', FILE), { id: 'other' });
  imports.cancel('other');
  expect(imports.progress('other')).toBeNull();
  await expect(reading).rejects.toMatchObject({ reason: 'importReplaced' });
  expect(await adding).toMatchObject({ pastChecks: 3 });
  expect(changes).toHaveLength(1);
});

it('keeps the histories of databases with the same name apart', async () => {
  const { imports, store } = setUp();
  const preview = await imports.read([...(await kumaFile(3)), ...(await kumaFile(5))]);
  expect(preview.entries.map(({ name }) => name)).toEqual(['Shop of 3', 'Shop of 5']);
  expect(await imports.add(preview.id, [0, 1], true)).toMatchObject({ pastChecks: 8 });
  expect(await store.checks('new-0', { limit: 10 })).toHaveLength(3);
  expect(await store.checks('new-1', { limit: 10 })).toHaveLength(5);
});

it('names the file whose history is damaged, and adds nothing', async () => {
  const { imports, changes, discarded } = setUp();
  const preview = await imports.read(await kumaFile(3, 'ALTER TABLE heartbeat RENAME COLUMN ping TO pong'));
  const problem = { code: 'file.database', file: 'kuma.db', params: { problem: 'no such column: ping' } };
  await expect(imports.add(preview.id, [0], true)).rejects.toMatchObject({
    code: 'invalid',
    reason: 'importUnreadable',
    params: { problem },
  });
  expect([changes.length, discarded.length]).toEqual([0, 1]);
});

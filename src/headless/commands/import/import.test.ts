import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ImportResult } from '../../../engine/importers/importer.ts';
import type { PastKey, PastPart } from '../../../engine/importers/past.ts';
import type { ImportArguments } from '../../arguments/arguments.ts';
import { parseArguments } from '../../arguments/parse-arguments.ts';
import { importEndpoints } from './import.ts';
import { importInto } from './import-into.ts';
import { KumaDatabase } from '../../../engine/importers/kuma/testing/kuma-database.ts';
import { withStore } from '../../data/offline-store.ts';
import { createCollectingIo } from '../../testing/collecting-io.ts';
import { UsageError } from '../../base/usage-error.ts';

const places = {
  importWorkerUrl: new URL('../../../engine/importers/import-worker.ts', import.meta.url),
  storeWorkerUrl: new URL('../../../engine/store/sqlite-worker.ts', import.meta.url),
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookout-import-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

async function run(argv: readonly string[], env: Record<string, string> = {}) {
  const io = createCollectingIo('', env);
  const code = await importEndpoints(parseArguments(['import', ...argv]) as ImportArguments, io, places);
  return { code, out: io.out(), err: io.err() };
}

const CONFIG = `
endpoints:
  - kind: http
    name: Shop
    url: https://shop.example.org/
    username: ann
    password: hunter2
    note: costs $\${PRICE}
  - kind: http
    name: Search
    url: https://search.example.org/
    headers: { Authorization: 'Bearer \${TOKEN}' }
`;

test('prints lookout.yaml, with secrets as names of environment variables', async () => {
  const { code, out, err } = await run([await file('a.yaml', CONFIG)], { TOKEN: 'tok-1' });
  expect(code).toBe(0);
  expect(out).toContain('password: ${SHOP_PASSWORD}');
  expect(out).toContain('Authorization: Bearer ${TOKEN}');
  expect(out).toContain('note: costs $${PRICE}');
  expect(out).toContain('sourceId: lookout:Shop');
  expect(err).toBe('Set SHOP_PASSWORD to the secret password of "Shop".\n');
  expect(out + err).not.toMatch(/hunter2|tok-1/u);
  // It can read what it printed.
  const again = await run([await file('b.yaml', out)], { SHOP_PASSWORD: 'x', TOKEN: 'y' });
  expect(again).toMatchObject({ code: 0, out });
});

test('prints JSON, and writes a file', async () => {
  const path = await file('a.yaml', CONFIG);
  const { code, out } = await run(['--json', path]);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    format: 'lookout',
    endpoints: [{ name: 'Shop', password: { $secret: true } }, { headers: { Authorization: { $secret: true } } }],
    warnings: [],
    error: null,
  });
  const target = join(folder, 'out.yaml');
  expect(await run(['--out', target, path])).toMatchObject({ code: 0, out: '' });
  expect(await readFile(target, 'utf8')).toContain('name: Shop');
});

test('adds to a data folder, and updates when it imports again', async () => {
  const data = join(folder, 'data');
  const path = await file('a.yaml', CONFIG);
  const env = { TOKEN: 'tok-1' };
  const dry = await run(['--data-dir', data, '--dry-run', path], env);
  expect(dry).toMatchObject({ code: 0, out: expect.stringMatching(/\n2 add\n$/u) as string });
  expect((await run(['--data-dir', data, path], env)).out).toMatch(/\n2 add\n$/u);
  expect((await run(['--data-dir', data, path], env)).out).toMatch(/\n2 unchanged\n$/u);
  await writeFile(path, CONFIG.replace('hunter2', 'hunter3'));
  const changed = await run(['--data-dir', data, path], env);
  expect(changed.out).toMatch(/^update +Shop +http +https:\/\/shop\.example\.org\/ \(password\)$/mu);
  expect(changed.out).not.toContain('hunter');
  // No secret is in clear.
  const database = await readFile(join(data, 'lookout.db'), 'latin1');
  expect(database).not.toMatch(/hunter|tok-1/u);
});

test('updates groups and rules when it renames endpoints', async () => {
  const data = join(folder, 'data');
  const path = join(folder, 'backup.json');
  const monitor = { id: 1, type: 'port', hostname: '127.0.0.1', port: 1 };
  const write = (name: string) => writeFile(path, JSON.stringify({ monitorList: [{ ...monitor, name }] }));
  await write('Shop');
  await run(['--data-dir', data, path]);
  await run(['--data-dir', data, await file('a.yaml', 'endpoints: [{ kind: group, name: All, members: [Shop] }]')]);
  const options = { storeWorkerUrl: places.storeWorkerUrl, log: () => undefined };
  const match = { endpoints: ['Shop'] };
  const document = (collection: string, content: object) => {
    const json = JSON.stringify(content);
    return { collection, id: collection, at: 1, open: true, json };
  };
  const page = { name: 'p', title: 'P', sections: [{ title: 'All', match }], publicNames: { Shop: 'Our shop' } };
  await withStore(data, options, (store) =>
    store.saveDocuments([
      document('rule', { id: 'rule', source: 'hand', config: { name: 'R', match, channels: [] } }),
      document('silence', { config: { name: 'S', match }, createdAt: 0, endedAt: null }),
      document('objective', { name: 'O', match, target: 99 }),
      document('statusPage', page),
    ]),
  );
  await write('Store');
  expect((await run(['--data-dir', data, path])).out).toContain('(name)');
  await withStore(data, options, async (store, { endpoints }) => {
    expect(endpoints.find(({ config }) => config.kind === 'group')?.config['members']).toEqual(['Store']);
    const contentOf = async (collection: string) => {
      const [one] = await store.documents({ collection });
      return JSON.parse(one?.json ?? '') as unknown;
    };
    const after = { match: { endpoints: ['Store'] } };
    expect(await contentOf('rule')).toMatchObject({ config: after });
    expect(await contentOf('silence')).toMatchObject({ config: after, createdAt: 0 });
    expect(await contentOf('objective')).toMatchObject(after);
    expect(await contentOf('statusPage')).toMatchObject({ sections: [after], publicNames: { Store: 'Our shop' } });
  });
});

test('adds the past checks of kuma.db, once', async () => {
  const [data, path] = [join(folder, 'data'), join(folder, 'kuma.db')];
  const hour = 3_600_000;
  const from = Math.floor(Date.now() / hour) * hour - 3 * hour;
  {
    using kuma = new KumaDatabase(path, 2);
    for (const id of [kuma.monitor('Shop'), kuma.monitor('Job')]) {
      kuma.stats('stat_hourly', id, [{ at: from, up: 58, down: 2, ping: [20, 10, 90] }]);
      kuma.beats(id, [{ at: from, ping: 20 }]);
      // More than are read at once.
      kuma.beats(
        id,
        Array.from({ length: 2500 }, (_, n) => ({ at: from + hour + n * 1000, ping: 25 })),
      );
    }
  }
  expect((await run(['--data-dir', data, path])).err).toContain('heartbeat: The past checks are not imported.');
  await rm(data, { recursive: true });
  const first = await run(['--data-dir', data, '--history', path]);
  expect(first).toMatchObject({ code: 0, err: 'Imported 5002 past checks.\n' });
  const again = await run(['--data-dir', data, '--history', path]);
  expect(again).toMatchObject({ out: expect.stringMatching(/\n2 unchanged\n$/u) as string });
  expect(again.err).toBe('Imported 0 past checks.\n');
  const log = () => undefined;
  await withStore(data, { storeWorkerUrl: places.storeWorkerUrl, log }, async (store, { endpoints, recent }) => {
    expect(endpoints.map(({ config }) => config.name)).toEqual(['Shop', 'Job']);
    for (const { id } of endpoints) {
      const { count, down, avg } = await store.series(id, { from, to: from + hour - 1, points: 1 });
      expect([count, down, avg]).toEqual([[58], [2], [20]]);
      const { summary } = await store.series(id, { from: from + hour, to: from + 3 * hour, points: 10_000 });
      expect(summary).toMatchObject({ count: 2500, down: 0, p50: 25 });
      expect(recent.get(id)?.verdict.at(-1)).toBe('up');
    }
  });
});

test('adds nothing when the past checks cannot be read', async () => {
  const [data, path] = [join(folder, 'data'), join(folder, 'kuma.db')];
  {
    using kuma = new KumaDatabase(path, 1);
    kuma.monitor('Shop');
    kuma.beats(1, [{ at: 1, ping: 20 }]);
  }
  const broken = { ...places, importWorkerUrl: new URL(`data:text/javascript,${encodeURIComponent(BREAKS)}`) };
  const io = createCollectingIo('', {});
  const args = parseArguments(['import', '--data-dir', data, '--history', path]) as ImportArguments;
  expect(await importEndpoints(args, io, broken)).toBe(1);
  expect(io.err()).toBe(`${path}: Lookout could not read the file: The database is gone.\n`);
  await withStore(data, { storeWorkerUrl: places.storeWorkerUrl, log: () => undefined }, async (_, { endpoints }) => {
    expect(endpoints).toEqual([]);
  });
});

/** A thread that finds an endpoint, and fails to read its past. */
const BREAKS = `
  import { parentPort, workerData } from 'node:worker_threads';
  if (workerData.task === 'past') throw new Error('The database is gone');
  const entry = { kind: 'tcp', host: '127.0.0.1', port: 80, name: 'a' };
  const endpoints = [{ sourceId: 'kuma:1', source: 'a', path: '', file: 0, name: 'a', entry }];
  parentPort.postMessage({ formats: ['kuma'], endpoints, warnings: [], error: null, moreErrors: [] });
`;

test('leaves no endpoint when it is killed while it imports past checks, and ends the line of their progress', async () => {
  const data = join(folder, 'data');
  const entry = { kind: 'tcp', host: '127.0.0.1', port: 80, name: 'a' };
  const endpoints = [{ sourceId: 'kuma:1', source: 'a', path: '', file: 0, name: 'a', entry }];
  const result: ImportResult = { formats: ['kuma'], endpoints, warnings: [], error: null, moreErrors: [] };
  const io = createCollectingIo();
  Object.assign(io.stdout, { isTTY: true });
  /** The endpoints that the next start would find. */
  const stored = () => {
    using database = new DatabaseSync(join(data, 'lookout.db'), { readOnly: true });
    return database.prepare('SELECT removed_at FROM endpoint').all();
  };
  const during: unknown[] = [];
  const readPast = async function* (wanted: readonly PastKey[]): AsyncGenerator<PastPart> {
    const [key] = wanted;
    if (key === undefined) return;
    yield { ...key, isMeasured: true, counted: null, checks: [], isLast: true, done: 1, all: 1 };
    during.push(...stored());
  };
  const { signal } = new AbortController();
  const { storeWorkerUrl } = places;
  await importInto(data, result, { storeWorkerUrl, dryRun: false, io, readPast, signal });
  expect(during).toEqual([{ removed_at: expect.any(Number) as number }]);
  expect(stored()).toEqual([{ removed_at: null }]);
  expect(io.err()).toBe('\r1 of 1 past checks\n');
});

test('reports what is wrong with a file, and where', async () => {
  const path = await file('a.yaml', 'endpoints:\n  - kind: tcp\n    prot: 80\n');
  const { code, err, out } = await run([path]);
  expect(err).toMatch(/a\.yaml:3:5 endpoints\[0\]/u);
  expect({ code, out }).toEqual({ code: 2, out: '' });
});

test('refuses a file of 2 GB without reading it', async () => {
  const path = await file('large.json', '[');
  await truncate(path, 2 * 2 ** 30);
  const before = process.memoryUsage().rss;
  const { code, out } = await run(['--json', path]);
  expect(code).toBe(2);
  expect(JSON.parse(out)).toMatchObject({
    endpoints: [],
    error: { message: expect.stringMatching(/^The file must have at most/u) as string, line: null, column: null },
  });
  expect(process.memoryUsage().rss - before).toBeLessThan(300 * 2 ** 20);
});

test('refuses wrong usage', () => {
  expect(() => parseArguments(['import'])).toThrow(UsageError);
  expect(() => parseArguments(['import', '--from', 'word', 'a'])).toThrow(UsageError);
  expect(() => parseArguments(['import', '--out', 'a', '--data-dir', 'b', 'c'])).toThrow(UsageError);
  expect(() => parseArguments(['import', '--history', 'c'])).toThrow(UsageError);
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Engine } from '../engine/engine.ts';
import { createImports } from './imports.ts';

const CONFIG_WORKER_URL = new URL('../engine/importers/lookout-yaml/config-worker.ts', import.meta.url);

/** Takes any text for a file of one endpoint: for tests of which file counts, not of what is in it. */
const ANY_WORKER_URL = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads';
    parentPort.postMessage({ ok: true, endpoints: [{ kind: 'tcp', host: '127.0.0.1', port: 80 }] });
  `)}`,
);

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookout-import-'));
});
afterEach(() => rm(folder, { recursive: true }));

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
    port: 80
    name: Again
`;

/** @param snapshots what the engine waits for before it answers for the first, the second, ... time */
function setUp(workerUrl = CONFIG_WORKER_URL, snapshots: (() => Promise<void>)[] = []) {
  const created: unknown[] = [];
  const there = { endpoint: { config: { kind: 'tcp' }, target: '127.0.0.1:5432' } };
  const engine = {
    request: async (channel: string, args: unknown) => {
      if (channel === 'app.snapshot') {
        await snapshots.shift()?.();
        return { endpoints: [there] };
      }
      created.push(channel, args);
      return [];
    },
  } as unknown as Pick<Engine, 'request'>;
  return { imports: createImports(engine, workerUrl), created };
}

it('shows what a file would add, and adds what is chosen', async () => {
  const { imports, created } = setUp();
  const preview = await imports.readText('lookout.yaml', FILE);
  expect(preview).toEqual({
    id: 1,
    fileName: 'lookout.yaml',
    problems: [],
    entries: [
      { name: 'Database', kind: 'tcp', target: '127.0.0.1:5432', duplicate: true },
      { name: '127.0.0.1:80', kind: 'tcp', target: '127.0.0.1:80', duplicate: false },
      { name: 'Again', kind: 'tcp', target: '127.0.0.1:80', duplicate: true },
    ],
  });
  expect(created).toEqual([]);
  await imports.add(1, [1, 1]);
  expect(created).toEqual(['endpoints.create', { endpoints: [{ kind: 'tcp', host: '127.0.0.1', port: 80 }] }]);
  await expect(imports.add(1, [3])).rejects.toMatchObject({ code: 'invalid', issues: [{ path: 'entries' }] });
});

it('adds nothing of a preview that is not the last', async () => {
  const { imports, created } = setUp(ANY_WORKER_URL);
  const { id } = await imports.readText('a.yaml', FILE);
  await imports.readText('b.yaml', FILE);
  await expect(imports.add(id, [0])).rejects.toMatchObject({ code: 'notFound' });
  expect(created).toEqual([]);
});

/** A first file whose look is held up until `release`; `reached` once it is. */
function heldUp() {
  const reached = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  const hold = () => {
    reached.resolve();
    return held.promise;
  };
  return { ...setUp(ANY_WORKER_URL, [hold]), reached: reached.promise, release: held.resolve };
}

it('takes the file that was dropped last, also when an earlier one takes longer', async () => {
  const { imports, created, reached, release } = heldUp();
  const older = imports.readText('a.yaml', FILE);
  await reached;
  const newer = await imports.readText('b.yaml', FILE);
  release();
  await expect(older).rejects.toMatchObject({ code: 'notFound' });
  await imports.add(newer.id, [0]);
  expect(created).toHaveLength(2);
});

it('offers the file that it was given last, also when an earlier one takes longer', async () => {
  const { imports, reached, release } = heldUp();
  const [a, b] = [join(folder, 'a.yaml'), join(folder, 'b.yaml')];
  await writeFile(a, FILE);
  await writeFile(b, FILE);
  const older = imports.readFile(a);
  await reached;
  await imports.readFile(b);
  release();
  await older;
  expect(imports.takeWaiting()).toMatchObject({ fileName: 'b.yaml' });
});

it('ends the reading of a file when the next one is dropped', async () => {
  const { imports } = setUp(ANY_WORKER_URL);
  const older = imports.readText('a.yaml', 'endpoints: []');
  const [first, second] = await Promise.allSettled([older, imports.readText('b.yaml', FILE)]);
  expect(first).toMatchObject({ status: 'rejected', reason: { code: 'notFound' } });
  expect(second).toMatchObject({ status: 'fulfilled', value: { fileName: 'b.yaml' } });
});

it('offers no file that another one was looked at since', async () => {
  const { imports } = setUp(ANY_WORKER_URL);
  await imports.readFile(join(folder, 'none.yaml'));
  await imports.readText('b.yaml', FILE);
  expect(imports.takeWaiting()).toBeNull();
});

it('says what is wrong with a file, and where', async () => {
  const { imports } = setUp();
  const { entries, problems } = await imports.readText('my.yaml', 'endpoints:\n  - kind: tcp\n    prot: 80\n');
  expect(entries).toEqual([]);
  expect(problems.join('\n')).toMatch(/^my\.yaml:\d+:\d+ endpoints\[0\]/);
  expect((await imports.readText('my.yaml', 'endpoints: []')).problems).toEqual([
    'my.yaml: There are no endpoints in it.',
  ]);
});

it('keeps a file that it was started with until the page asks, once', async () => {
  const { imports } = setUp();
  const path = join(folder, 'lookout.yaml');
  await writeFile(path, FILE);
  expect(imports.takeWaiting()).toBeNull();
  await imports.readFile(path);
  expect(imports.takeWaiting()).toMatchObject({ fileName: 'lookout.yaml', entries: { length: 3 } });
  expect(imports.takeWaiting()).toBeNull();
  await imports.readFile(join(folder, 'none.yaml'));
  expect(imports.takeWaiting()?.problems).toEqual([
    expect.stringMatching(/^none\.yaml: Expected .* to be a file in UTF-8 that can be read, got: ENOENT/),
  ]);
});

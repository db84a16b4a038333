import { expect, it } from 'vitest';
import type { Endpoint } from '../../contract/model/endpoint.ts';
import { checkKinds } from '../check/registry.ts';
import { texts } from '../check/testing/texts.ts';
import { createImports } from './imports.ts';

const CONFIG_WORKER_URL = new URL('./lookout-yaml/config-worker.ts', import.meta.url);

/** Reads any text as a file with one endpoint, for tests of which file counts and not of its content. */
const ANY_WORKER_URL = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads';
    parentPort.postMessage({ ok: true, endpoints: [{ kind: 'tcp', host: '127.0.0.1', port: 80 }] });
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
    port: 80
    name: Again
`;

function setUp(workerUrl: URL | null = CONFIG_WORKER_URL) {
  const created: unknown[] = [];
  const there = { config: { kind: 'tcp' }, target: '127.0.0.1:5432' } as Endpoint;
  const imports = createImports({
    kinds: checkKinds,
    workerUrl,
    existing: () => [there],
    create: async (inputs) => {
      created.push(...inputs);
      return [];
    },
  });
  return { imports, created };
}

it('previews what a file would add, and adds the chosen entries', async () => {
  const { imports, created } = setUp();
  const preview = await imports.read('lookout.yaml', FILE);
  expect(preview).toEqual({
    id: 1,
    format: 'lookout',
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
  expect(created).toEqual([{ kind: 'tcp', host: '127.0.0.1', port: 80 }]);
  await expect(imports.add(1, [3])).rejects.toMatchObject({ code: 'invalid', issues: [{ path: 'entries' }] });
});

it('adds nothing from a preview that is not the latest', async () => {
  const { imports, created } = setUp(ANY_WORKER_URL);
  const { id } = await imports.read('a.yaml', FILE);
  await imports.read('b.yaml', FILE);
  await expect(imports.add(id, [0])).rejects.toMatchObject({ code: 'notFound' });
  expect(created).toEqual([]);
});

it('stops reading a file when the next one is dropped', async () => {
  const { imports } = setUp(ANY_WORKER_URL);
  const older = imports.read('a.yaml', 'endpoints: []');
  const [first, second] = await Promise.allSettled([older, imports.read('b.yaml', FILE)]);
  expect(first).toMatchObject({ status: 'rejected', reason: { code: 'notFound' } });
  expect(second).toMatchObject({ status: 'fulfilled', value: { fileName: 'b.yaml' } });
});

it('reports what is wrong with a file, and where', async () => {
  const { imports } = setUp();
  const { entries, problems } = await imports.read('my.yaml', 'endpoints:\n  - kind: tcp\n    prot: 80\n');
  expect(entries).toEqual([]);
  expect(problems.map(texts.fileIssue).join('\n')).toMatch(/^my\.yaml:\d+:\d+ endpoints\[0\]/);
  const empty = await imports.read('my.yaml', 'endpoints: []');
  expect(empty.problems.map(texts.fileIssue)).toEqual(['my.yaml: The file contains no endpoints.']);
});

it('adds from the file that was dropped last, also when an earlier one takes longer', async () => {
  const { imports, created } = setUp(ANY_WORKER_URL);
  const [older, newer] = await Promise.allSettled([imports.read('a.yaml', FILE), imports.read('b.yaml', FILE)]);
  expect(older).toMatchObject({ status: 'rejected', reason: { code: 'notFound' } });
  if (newer.status === 'rejected') throw newer.reason;
  await imports.add(newer.value.id, [0]);
  expect(created).toHaveLength(1);
});

it('refuses files when no worker thread can read them', async () => {
  await expect(setUp(null).imports.read('a.yaml', FILE)).rejects.toMatchObject({ code: 'unavailable' });
});

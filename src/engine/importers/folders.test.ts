import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { IMPORT_FOLDER } from '../../contract/channels/imports.ts';
import { texts } from '../check/testing/texts.ts';
import { loadFiles } from './load-files.ts';
import { readSources } from './read-sources.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookout-folder-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function put(files: Readonly<Record<string, string>>): Promise<void> {
  await Promise.all(
    new Set(Object.keys(files).map(dirname)).values().map((name) => mkdir(join(folder, name), { recursive: true })),
  );
  await Promise.all(Object.entries(files).map(([name, content]) => writeFile(join(folder, name), content)));
}

async function read(signal = new AbortController().signal) {
  const loaded = await loadFiles([folder], signal);
  if (!loaded.ok) return { problem: texts.issue(loaded.problem) };
  const options = { from: null, environment: {}, keepVariables: true };
  const { endpoints, warnings, formats, error } = await readSources(loaded.files, options);
  return {
    problem: error === null ? null : texts.issue(error),
    formats,
    names: endpoints.map(({ name }) => name),
    leftOut: warnings
      .filter(({ code }) => code === 'import.notRecognized')
      .map(({ source }) => source.slice(folder.length + 1)),
  };
}

const endpoint = (name: string): string =>
  `endpoints:\n  - name: ${name}\n    url: https://${name}.example.org\n    conditions: ['[STATUS] == 200']\n`;

test('reads the files of a folder and its folders, and leaves out what belongs to something else', async () => {
  await put({
    'config/shop.yaml': endpoint('shop'),
    'config/teams/mail.yml': endpoint('mail'),
    'config/global.yaml': 'ui:\n  title: Status\n',
    'docker-compose.yaml': 'services:\n  gatus:\n    image: twinproduction/gatus\n',
    'deploy.sh': 'curl https://deploy.example.org/\n',
    'notes.txt': 'See https://wiki.example.org/\n',
    'README.md': 'https://readme.example.org/',
    '.git/config.yaml': endpoint('hidden'),
    'node_modules/tool/config.yaml': endpoint('installed'),
  });
  new DatabaseSync(join(folder, 'data.db')).exec('CREATE TABLE other (id INTEGER)');
  expect(await read()).toEqual({
    problem: null,
    formats: ['gatus'],
    names: ['shop', 'mail'],
    leftOut: ['deploy.sh', 'docker-compose.yaml', 'notes.txt', 'data.db'],
  });
});

test('reads lists and tables of a folder that has nothing else', async () => {
  await put({ 'a.txt': 'https://a.example.org/\n', 'b.csv': 'name,url\nB,https://b.example.org/\n' });
  expect(await read()).toMatchObject({ names: ['a.example.org', 'B'], leftOut: [] });
});

test('reads files behind links, as a mounted ConfigMap has them, and follows no link to a folder', async () => {
  await put({ '..2026/config.yaml': endpoint('shop') });
  await symlink('..2026', join(folder, '..data'));
  await symlink('../..', join(folder, 'above'));
  await symlink('..data/config.yaml', join(folder, 'config.yaml'));
  expect(await read()).toMatchObject({ problem: null, names: ['shop'] });
});

test.each([
  ['nothing to read', { 'README.md': '' }, 'The folder contains no files that Lookout can import.'],
  [
    'too many levels',
    { [`${'a/'.repeat(IMPORT_FOLDER.levels)}config.yaml`]: endpoint('shop') },
    'The folder must have at most 16 levels of folders.',
  ],
  [
    'too many files',
    Object.fromEntries(Array.from({ length: 1001 }, (_, n) => [`${n}.yaml`, ''])),
    'The folder must have at most 1,000 files.',
  ],
])('refuses a folder with %s', async (_, files, problem) => {
  await put(files);
  expect(await read()).toEqual({ problem });
});

test('stops when it is cancelled', async () => {
  await put({ 'config.yaml': endpoint('shop') });
  await expect(read(AbortSignal.abort(new Error('cancelled')))).rejects.toThrow('cancelled');
});

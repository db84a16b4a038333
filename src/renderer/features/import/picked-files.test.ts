import { expect, test } from 'vitest';
import { IMPORT_FOLDER } from '../../../contract/channels/imports.ts';
import { pickOfDrop, pickOfFolder } from './picked-files.ts';

type Tree = { readonly [name: string]: Tree | null };

const READ_AT_ONCE = 100;

/** As browsers give them: a folder is read in parts. */
function entryOf(name: string, tree: Tree | null, above = ''): FileSystemEntry {
  const fullPath = `${above}/${name}`;
  const common = { name, fullPath, isFile: tree === null, isDirectory: tree !== null };
  if (tree === null) return { ...common, file: (done: (file: File) => void) => done(new File(['x'], name)) } as never;
  return {
    ...common,
    createReader() {
      const rest = Object.entries(tree).map(([child, below]) => entryOf(child, below, fullPath));
      return { readEntries: (done: (some: FileSystemEntry[]) => void) => done(rest.splice(0, READ_AT_ONCE)) };
    },
  } as never;
}

function drop(tree: Tree) {
  const items = Object.entries(tree).map(([name, below]) => ({ webkitGetAsEntry: () => entryOf(name, below) }));
  return pickOfDrop({ items, files: [] } as never);
}

const never = new AbortController().signal;

async function found(tree: Tree, signal = never) {
  const counts: number[] = [];
  const files = await drop(tree)?.find(signal, (count) => counts.push(count));
  if (files?.ok === true) return files.files.map(({ name, inFolder }) => (inFolder ? name : `${name} (named)`));
  return [files?.problem.code ?? '', files?.problem.params?.['max'] ?? 0];
}

test('finds the files of dropped folders, and leaves out what cannot be imported', async () => {
  const many = Object.fromEntries(Array.from({ length: 150 }, (_, n) => [`b${n + 100}.yml`, null]));
  const names = await found({
    'notes.md': null,
    monitors: { ...many, 'a.yml': null, 'README.md': null, deep: { 'c.json': null }, '.git': { 'd.yml': null } },
  });
  expect(names).toHaveLength(153);
  expect(names.slice(0, 3)).toEqual(['notes.md (named)', 'monitors/a.yml', 'monitors/b100.yml']);
  expect(names.at(-1)).toBe('monitors/deep/c.json');
});

test('refuses a folder that is too deep, too large, or has nothing to import', async () => {
  let deep: Tree = { 'a.yml': null };
  for (let level = 0; level < IMPORT_FOLDER.levels; level++) deep = { deep };
  expect(await found({ folder: deep })).toEqual(['file.tooManyLevels', 16]);
  const many = Object.fromEntries(Array.from({ length: 1001 }, (_, n) => [`${n}.yml`, null]));
  expect(await found({ folder: many })).toEqual(['file.tooManyFiles', 1000]);
  const others = Object.fromEntries(Array.from({ length: IMPORT_FOLDER.entries }, (_, n) => [`${n}.png`, null]));
  expect(await found({ folder: others })).toEqual(['file.tooManyFiles', 20_000]);
  expect(await found({ folder: { 'photo.png': null } })).toEqual(['file.noFiles', 0]);
});

test('stops when it is cancelled', async () => {
  await expect(found({ folder: { 'a.yml': null } }, AbortSignal.abort(new Error('cancelled')))).rejects.toThrow(
    'cancelled',
  );
});

test('a chosen folder is filtered like a dropped one', async () => {
  const files = ['m/a.yml', 'm/photo.png', 'm/node_modules/b.yml', 'm/c/d.json'].map((path) =>
    Object.defineProperty(new File(['x'], path.split('/').at(-1) ?? ''), 'webkitRelativePath', { value: path }),
  );
  const pick = pickOfFolder(files);
  expect(pick.name).toBe('m');
  const chosen = await pick.find(never, () => undefined);
  expect(chosen.ok && chosen.files.map(({ name }) => name)).toEqual(['m/a.yml', 'm/c/d.json']);
});

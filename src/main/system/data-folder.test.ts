import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lockDataDir } from '../../engine/store/data-folder.ts';
import { askAndMove, noteMove, openDataFolder, whyNotThere } from './data-folder.ts';
import { errorText } from './texts.ts';
import { createJsonFile } from './json-file.ts';

let root = '';
let from = '';
let to = '';
let failures: string[] = [];
const log = () => undefined;
const note = () => createJsonFile(join(root, 'data-folder.json'), log);
const open = () => openDataFolder({ note: note(), usual: from, log }, (error) => failures.push(errorText(error)));
const names = async (folder: string) =>
  (await readdir(folder)).filter((name) => !name.startsWith('lookout.lock')).toSorted();

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'lookout-move-'));
  from = join(root, 'from');
  to = join(root, 'to');
  failures = [];
  await mkdir(from);
  await mkdir(to);
  await writeFile(join(from, 'lookout.db'), 'history');
  await writeFile(join(from, 'secrets.key'), 'key');
  await writeFile(join(from, 'Preferences'), 'of Electron');
});
afterEach(() => rm(root, { recursive: true }));

it('is the usual folder without a note', async () => {
  expect(await open()).toBe(from);
  for (const nonsense of ['', '{', '{"folder":7}', '{"folder":"relative"}', '[]']) {
    await writeFile(join(root, 'data-folder.json'), nonsense);
    expect(await open()).toBe(from);
  }
});

it('moves only the data, and only once', async () => {
  await noteMove(note(), from, to);
  expect(await open()).toBe(to);
  expect(await names(to)).toEqual(['lookout.db', 'secrets.key']);
  expect(await readFile(join(to, 'lookout.db'), 'utf8')).toBe('history');
  expect(await names(from)).toEqual(['Preferences']);
  expect(await open()).toBe(to);
  expect(failures).toEqual([]);
});

it('moves nothing when the new folder already contains data', async () => {
  await writeFile(join(to, 'secrets.key'), 'of another');
  await noteMove(note(), from, to);
  expect(await open()).toBe(from);
  expect(failures.join()).toContain('EEXIST');
  expect(await names(to)).toEqual(['secrets.key']);
  expect(await readFile(join(to, 'secrets.key'), 'utf8')).toBe('of another');
  expect(await names(from)).toEqual(['Preferences', 'lookout.db', 'secrets.key']);
  failures = [];
  expect(await open()).toBe(from);
  expect(failures).toEqual([]);
});

it('does not move data that another Lookout uses', async () => {
  const lock = await lockDataDir(from);
  await noteMove(note(), from, to);
  expect(await open()).toBe(from);
  expect(failures.join()).toContain('uses the data folder');
  expect(await names(to)).toEqual([]);
  await lock.release();
});

it('says why a folder cannot be used', async () => {
  expect(await whyNotThere(from, to)).toBeNull();
  expect(await whyNotThere(from, from)).toMatchObject({ reason: 'folderInside' });
  expect(await whyNotThere(from, join(from, 'below'))).toMatchObject({ reason: 'folderInside' });
  const missing = join(root, 'missing');
  const unreadable = await whyNotThere(from, missing);
  expect(unreadable).toMatchObject({ reason: 'folderUnreadable', params: { folder: missing } });
  expect(errorText(unreadable)).toContain('ENOENT');
  await writeFile(join(to, 'lookout.db'), '');
  const occupied = await whyNotThere(from, to);
  expect(occupied).toMatchObject({ reason: 'folderOccupied', params: { folder: to, file: 'lookout.db' } });
});

it('asks for a folder, and restarts only when a usable one is chosen', async () => {
  let restarts = 0;
  const ask = (canceled: boolean, filePaths: string[], isFixed = false) =>
    askAndMove({
      dialog: { showOpenDialog: async () => ({ canceled, filePaths }) },
      note: note(),
      folder: from,
      isFixed,
      restart: () => void restarts++,
    });
  expect(await ask(true, [])).toBeNull();
  await expect(ask(false, [from])).rejects.toMatchObject({ code: 'invalid' });
  await expect(ask(false, [to], true)).rejects.toMatchObject({ code: 'readOnly' });
  expect(restarts).toBe(0);
  expect(await ask(false, [to])).toEqual({ folder: to });
  expect(restarts).toBe(1);
  expect(await open()).toBe(to);
});

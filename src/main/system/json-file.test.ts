import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createJsonFile } from './json-file.ts';

let folder = '';
const logged: string[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookout-file-'));
  logged.length = 0;
});
afterEach(() => rm(folder, { recursive: true }));
const log = (_level: string, message: string) => void logged.push(message);

it('reads the text that was written last, and leaves no other file', async () => {
  const file = createJsonFile(join(folder, 'window.json'), log);
  for (const text of ['one', 'two', 'three']) file.write(text);
  await file.flush();
  expect(await file.read()).toBe('three');
  file.write('four');
  await file.flush();
  expect(await createJsonFile(join(folder, 'window.json'), log).read()).toBe('four');
  expect(await readdir(folder)).toEqual(['window.json']);
  expect(logged).toEqual([]);
});

it('reads null at first, and logs nothing', async () => {
  const file = createJsonFile(join(folder, 'window.json'), log);
  expect(await file.read()).toBeNull();
  await file.flush();
  expect(logged).toEqual([]);
});

it('logs a failed read or write, and continues', async () => {
  const file = createJsonFile(folder, log);
  expect(await file.read()).toBeNull();
  file.write('text');
  await file.flush();
  expect(logged).toEqual(['A file could not be read', 'A file could not be written']);
  await rm(`${folder}.new`, { force: true });
});

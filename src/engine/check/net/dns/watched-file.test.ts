import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createWatchedFile } from './watched-file.ts';

let folder: string;
let path: string;
let now: number;
const parse = vi.fn<(text: string) => string>((text) => `read ${text}`);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookout-watched-'));
  path = join(folder, 'file');
  now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  parse.mockClear();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

const watch = () => createWatchedFile({ path, parse, empty: 'empty', maxBytes: 10 });
const later = () => {
  now += 1_001;
};

it('is empty until there is a file, and again when the file is gone', async () => {
  const file = watch();
  expect(await file.read()).toBe('empty');
  await writeFile(path, 'one');
  later();
  expect(await file.read()).toBe('read one');
  await rm(path);
  later();
  expect(await file.read()).toBe('empty');
  await writeFile(path, 'two');
  later();
  expect(await file.read()).toBe('read two');
});

it('is examined once a second at most, and read when it has changed', async () => {
  await writeFile(path, 'one');
  const file = watch();
  expect(await Promise.all([file.read(), file.read()])).toEqual(['read one', 'read one']);
  expect(parse).toHaveBeenCalledTimes(1);
  await writeFile(path, 'three');
  now += 1_000;
  expect(await file.read()).toBe('read one');
  now += 1;
  expect(await file.read()).toBe('read three');
  later();
  expect(await file.read()).toBe('read three');
  expect(parse).toHaveBeenCalledTimes(2);
  // Of the same length, but at another time.
  await writeFile(path, 'seven');
  await utimes(path, 1, 1);
  later();
  expect(await file.read()).toBe('read seven');
});

it('is empty when it is too large', async () => {
  const file = watch();
  await writeFile(path, 'x'.repeat(10));
  expect(await file.read()).toBe('read xxxxxxxxxx');
  await writeFile(path, 'x'.repeat(11));
  later();
  expect(await file.read()).toBe('empty');
  expect(parse).toHaveBeenCalledTimes(1);
});

it('stays as it was while it cannot be read', async () => {
  // As large as a folder may be.
  const file = createWatchedFile({ path, parse, empty: 'empty', maxBytes: 1_000_000 });
  await writeFile(path, 'one');
  expect(await file.read()).toBe('read one');
  await rm(path);
  await mkdir(path);
  later();
  expect(await file.read()).toBe('read one');
});

it('passes bugs on, and asks again', async () => {
  const file = watch();
  await writeFile(path, 'one');
  const bug = new TypeError('a bug');
  parse.mockImplementationOnce(() => {
    throw bug;
  });
  await expect(file.read()).rejects.toBe(bug);
  later();
  expect(await file.read()).toBe('read one');
});

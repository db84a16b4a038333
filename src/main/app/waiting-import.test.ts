import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createWaitingImport } from './waiting-import.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookout-import-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('returns the file once', async () => {
  const waiting = createWaitingImport();
  expect(waiting.take()).toBeNull();
  await writeFile(join(folder, 'lookout.yaml'), 'endpoints: []');
  await waiting.readFile(join(folder, 'lookout.yaml'));
  expect(waiting.take()).toEqual({ fileName: 'lookout.yaml', text: 'endpoints: []' });
  expect(waiting.take()).toBeNull();
});

it('says why a file cannot be read', async () => {
  const waiting = createWaitingImport();
  await waiting.readFile(join(folder, 'none.yaml'));
  expect(waiting.take()).toMatchObject({
    fileName: 'none.yaml',
    problem: {
      code: 'file.unreadable',
      file: 'none.yaml',
      position: null,
      params: { problem: expect.stringContaining('ENOENT') },
    },
  });
});

it('keeps the last file, also when an earlier one takes longer to read', async () => {
  const waiting = createWaitingImport();
  const [a, b] = [join(folder, 'a.yaml'), join(folder, 'b.yaml')];
  await writeFile(a, 'a'.repeat(5_000_000));
  await writeFile(b, 'b');
  await Promise.all([waiting.readFile(a), waiting.readFile(b)]);
  expect(waiting.take()).toEqual({ fileName: 'b.yaml', text: 'b' });
});

import { mkdtemp, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { LoadedConfig } from './load.ts';
import { watchConfigFile } from './watch.ts';

const workerUrl = new URL('./config-worker.ts', import.meta.url);
const waywardUrl = new URL('./testing/wayward-worker.ts', import.meta.url);

let folder: string;
let path: string;
let stop: AbortController;
let seen: (string | number)[];
let errors: unknown[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookout-watch-'));
  path = join(folder, 'lookout.yaml');
  await writeFile(path, fileWith(1));
  stop = new AbortController();
  seen = [];
  errors = [];
});

afterEach(async () => {
  stop.abort();
  await rm(folder, { recursive: true });
});

function fileWith(endpoints: number): string {
  const entries = Array.from({ length: endpoints }, (_, n) => `  - { kind: tcp, host: h${n}.example, port: 1 }\n`);
  return `endpoints:\n${entries.join('')}`;
}

/** How many endpoints, or the first error. */
function summary(config: LoadedConfig): string | number {
  return config.ok ? config.endpoints.length : (config.errors[0]?.message ?? '');
}

function start(onChange: (config: LoadedConfig) => Promise<void> | void = () => undefined): Promise<void> {
  return watchConfigFile({
    path,
    onChange(config) {
      seen.push(summary(config));
      return onChange(config);
    },
    onError: (error) => errors.push(error),
    signal: stop.signal,
    workerUrl,
  });
}

vi.setConfig({ testTimeout: 30_000 });
const WAIT = { timeout: 10_000 };

function last(): string | number | undefined {
  return seen.at(-1);
}

test('tells what the file says, and again when it is saved in place', async () => {
  await start();
  await expect.poll(last, WAIT).toBe(1);
  await writeFile(path, fileWith(2));
  await expect.poll(last, WAIT).toBe(2);
});

test('follows a file that an editor puts in the place of the old one, more than once', async () => {
  await start();
  await expect.poll(last, WAIT).toBe(1);
  for (const count of [2, 3]) {
    await writeFile(`${path}.new`, fileWith(count));
    await rename(`${path}.new`, path);
    await expect.poll(last, WAIT).toBe(count);
  }
});

test('tells of a broken file, of one that is gone, and of one that is right again', async () => {
  await start();
  await expect.poll(last, WAIT).toBe(1);
  await writeFile(path, 'endpoints: [');
  await expect.poll(last, WAIT).toMatch(/Flow sequence/);
  await unlink(path);
  await expect.poll(last, WAIT).toMatch(/ENOENT/);
  await writeFile(path, fileWith(3));
  await expect.poll(last, WAIT).toBe(3);
});

test('follows a link to a file in another folder', async () => {
  const elsewhere = await mkdtemp(join(tmpdir(), 'lookout-watch-'));
  try {
    await writeFile(join(elsewhere, 'real.yaml'), fileWith(4));
    await unlink(path);
    await symlink(join(elsewhere, 'real.yaml'), path);
    await start();
    await expect.poll(last, WAIT).toBe(4);
    await writeFile(join(elsewhere, 'real.yaml'), fileWith(5));
    await expect.poll(last, WAIT).toBe(5);
  } finally {
    stop.abort();
    await rm(elsewhere, { recursive: true });
  }
});

test('one change is taken in after another', async () => {
  let release = (): void => undefined;
  let running = 0;
  let most = 0;
  await start(async () => {
    running++;
    most = Math.max(most, running);
    await new Promise<void>((resolve) => {
      release = resolve;
    });
    running--;
  });
  await expect.poll(last, WAIT).toBe(1);
  await writeFile(path, fileWith(2));
  await writeFile(path, fileWith(3));
  release();
  await expect.poll(last, WAIT).toBe(3);
  release();
  expect(most).toBe(1);
});

test('a change that cannot be taken in is reported, and the next one is tried', async () => {
  let fail = true;
  await start(() => {
    if (fail) throw new Error('no');
  });
  await expect.poll(() => errors, WAIT).toEqual([new Error('no')]);
  fail = false;
  await writeFile(path, fileWith(2));
  await expect.poll(last, WAIT).toBe(2);
  expect(errors).toHaveLength(1);
});

test('a file whose reading was given up is read again without having been saved', async () => {
  await watchConfigFile({
    path,
    onChange: (config) => void seen.push(summary(config)),
    onError: (error) => errors.push(error),
    signal: stop.signal,
    // Ends without an answer, for the first two times.
    get workerUrl() {
      return seen.length < 2 ? waywardUrl : workerUrl;
    },
    retryAfter: 1,
  });
  await expect.poll(last, WAIT).toBe(1);
  const early =
    'Expected the file to be one that Lookout can read, got an early end of the thread that reads it (code 0)';
  expect(seen).toEqual([early, early, 1]);
});

test('a folder that cannot be watched rejects', async () => {
  path = join(folder, 'nothing', 'lookout.yaml');
  await expect(start()).rejects.toThrow('ENOENT');
});

test('after the signal nothing more is told', async () => {
  await start();
  await expect.poll(last, WAIT).toBe(1);
  stop.abort();
  const other = new AbortController();
  const control: (string | number)[] = [];
  // Another watcher on the same folder shows when the change has been there to be seen.
  await watchConfigFile({
    path,
    onChange: (config) => void control.push(summary(config)),
    onError: (error) => errors.push(error),
    signal: other.signal,
    workerUrl,
  });
  await writeFile(path, fileWith(7));
  await expect.poll(() => control.at(-1), WAIT).toBe(7);
  other.abort();
  expect(seen).toEqual([1]);
});

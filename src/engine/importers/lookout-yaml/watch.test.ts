import { mkdtemp, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { texts } from '../../check/testing/texts.ts';
import type { LoadedConfig } from './load.ts';
import { watchConfigFile } from './watch.ts';

const workerUrl = new URL('./config-worker.ts', import.meta.url);
const misbehavingUrl = new URL('./testing/misbehaving-worker.ts', import.meta.url);

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

/** The number of endpoints, or the errors. */
function summary(config: LoadedConfig): string | number {
  return config.ok ? config.endpoints.length : config.errors.map(texts.issueInFull).join('\n');
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

const WAIT = { timeout: 60_000 };

function last(): string | number | undefined {
  return seen.at(-1);
}

test('reports the endpoints of the file, and again when the file is saved in place', async () => {
  await start();
  await expect.poll(last, WAIT).toBe(1);
  await writeFile(path, fileWith(2));
  await expect.poll(last, WAIT).toBe(2);
});

test('follows a file that an editor replaces, more than once', async () => {
  await start();
  await expect.poll(last, WAIT).toBe(1);
  for (const count of [2, 3]) {
    await writeFile(`${path}.new`, fileWith(count));
    await rename(`${path}.new`, path);
    await expect.poll(last, WAIT).toBe(count);
  }
});

test('reports a broken file, a missing one, and a valid one again', async () => {
  await start();
  await expect.poll(last, WAIT).toBe(1);
  await writeFile(path, 'endpoints: [');
  await expect.poll(last, WAIT).toMatch(/Flow sequence/);
  await unlink(path);
  await expect.poll(last, WAIT).toMatch(/There is no such file/);
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

test('applies changes one after another', async () => {
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

test('reports a change that fails, and tries the next one', async () => {
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

test('reads an unchanged file again after a failed reading', async () => {
  await watchConfigFile({
    path,
    onChange: (config) => void seen.push(summary(config)),
    onError: (error) => errors.push(error),
    signal: stop.signal,
    // Ends without an answer the first two times.
    get workerUrl() {
      return seen.length < 2 ? misbehavingUrl : workerUrl;
    },
    retryAfter: 1,
  });
  await expect.poll(last, WAIT).toBe(1);
  const early = 'Lookout could not read the file: the thread that reads it stopped (code 0).';
  expect(seen).toEqual([early, early, 1]);
});

test('rejects when the folder cannot be watched', async () => {
  path = join(folder, 'nothing', 'lookout.yaml');
  await expect(start()).rejects.toThrow('ENOENT');
});

test('reports nothing after the signal', async () => {
  await start();
  await expect.poll(last, WAIT).toBe(1);
  stop.abort();
  const other = new AbortController();
  const control: (string | number)[] = [];
  // A second watcher on the same folder shows when the change is visible.
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

import { execFileSync } from 'node:child_process';
import { mkdtemp, open, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { texts } from '../../check/testing/texts.ts';
import { readConfigFile, readConfigText, type ReadOptions } from './read.ts';

const workerUrl = new URL('./config-worker.ts', import.meta.url);
const misbehavingUrl = new URL('./testing/misbehaving-worker.ts', import.meta.url);

async function errorsOf(text: string, options: Partial<ReadOptions> = {}): Promise<string[]> {
  const config = await readConfigText(text, 'lookout.yaml', { workerUrl, ...options });
  return config.ok ? [] : config.errors.map(texts.fileIssue);
}

test('returns the endpoints of the text, with the given environment', async () => {
  const text = 'endpoints:\n  - { kind: tcp, name: "${NAME}", host: a.example, port: 1 }\n';
  const environment = { NAME: 'The database' };
  expect(await readConfigText(text, 'lookout.yaml', { workerUrl, environment })).toMatchObject({
    ok: true,
    endpoints: [{ kind: 'tcp', name: 'The database', host: 'a.example', port: 1 }],
  });
  expect(await errorsOf(text)).toEqual([
    'lookout.yaml:2:18 endpoints[0].name: The environment variable NAME must be set.',
  ]);
});

test('does not block the loop while it reads', async () => {
  const entries = Array.from({ length: 2_000 }, (_, n) => `  - { kind: tcp, host: h${n}.example, port: 1 }\n`);
  let turns = 0;
  const counting = setInterval(() => turns++);
  const config = await readConfigText(`endpoints:\n${entries.join('')}`, 'lookout.yaml', { workerUrl });
  clearInterval(counting);
  expect(config.ok && config.endpoints.length).toBe(2_000);
  // On the loop itself, there would be no turns.
  expect(turns).toBeGreaterThan(0);
});

test('distinguishes a failed reading from a wrong file', async () => {
  const read = (text: string, options: Partial<ReadOptions> = {}) =>
    readConfigText(text, 'lookout.yaml', { workerUrl: misbehavingUrl, ...options });
  expect(await read('dies')).toMatchObject({ givenUp: true });
  expect(await read('fails')).toMatchObject({ givenUp: true });
  expect(await read('never ends', { timeout: 20 })).toMatchObject({ givenUp: true });
  expect(await read('endpoints: [', { workerUrl })).not.toHaveProperty('givenUp');
});

describe('a thread that misbehaves causes an error', () => {
  test.each([
    ['dies', 'the thread that reads it stopped (code 3)'],
    ['fails', 'a bug'],
  ])('when it %s', async (text, reason) => {
    expect(await errorsOf(text, { workerUrl: misbehavingUrl })).toEqual([
      `lookout.yaml: Lookout could not read the file: ${reason}.`,
    ]);
  });

  test('when it never ends', async () => {
    expect(await errorsOf('never ends', { workerUrl: misbehavingUrl, timeout: 20 })).toEqual([
      'lookout.yaml: The file could not be read completely within 20 ms.',
    ]);
  });
});

test('stops with the signal', async () => {
  const stop = new AbortController();
  const read = readConfigText('never ends', 'lookout.yaml', { workerUrl: misbehavingUrl, signal: stop.signal });
  stop.abort(new Error('stopped'));
  await expect(read).rejects.toThrow('stopped');
  await expect(errorsOf('endpoints: []', { signal: stop.signal })).rejects.toThrow('stopped');
});

test('refuses a text that is too large without starting a thread', async () => {
  const largest = `dies ${'ö'.repeat(5 * 1024 * 1024 - 3)}`;
  // The misbehaving thread would report that.
  expect(await errorsOf(`${largest}o`, { workerUrl: misbehavingUrl })).toEqual([
    expect.stringContaining('the thread that reads it stopped'),
  ]);
  expect(await errorsOf(`${largest}oo`, { workerUrl: misbehavingUrl })).toEqual([
    'lookout.yaml: The file must have at most 10 MB.',
  ]);
});

describe('readConfigFile', () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lookout-config-'));
    path = join(folder, 'lookout.yaml');
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  test('returns an error that names a missing file', async () => {
    const config = await readConfigFile(path, { workerUrl });
    expect(config.ok ? [] : config.errors.map(texts.fileIssue)).toEqual([
      expect.stringMatching(/lookout\.yaml: There is no such file\./),
    ]);
  });

  test('returns an error for a file in another encoding', async () => {
    await writeFile(path, Buffer.from('endpoints: [] # caf\xe9', 'latin1'));
    expect((await readConfigFile(path, { workerUrl })).ok).toBe(false);
  });

  test('ignores a byte-order mark', async () => {
    await writeFile(path, '\ufeffendpoints: []\n');
    expect(await readConfigFile(path, { workerUrl })).toMatchObject({ ok: true, endpoints: [] });
  });

  async function errorsAt(file: string, options: Partial<ReadOptions> = {}): Promise<string[]> {
    const config = await readConfigFile(file, { workerUrl, ...options });
    return config.ok ? [] : config.errors.map(texts.issueInFull);
  }

  test('refuses a large file by its size, without reading it', async () => {
    await writeFile(path, '');
    await truncate(path, 20_000_000);
    expect(await errorsAt(path)).toEqual(['The file must have at most 10 MB.']);
  });

  describe.skipIf(process.platform === 'win32')('something that is not a regular file', () => {
    test('reads an endless device only up to the limit', async () => {
      expect(await errorsAt('/dev/zero')).toEqual(['The file must have at most 10 MB.']);
    });

    test('waits for a pipe until it ends or time runs out', async () => {
      execFileSync('mkfifo', [path]);
      // Nobody writes to it.
      expect(await errorsAt(path)).toEqual([expect.stringMatching(/^The file must be a map/)]);
      // Opened for reading too, because opening it only for writing would wait for a reader.
      const writer = await open(path, 'r+');
      try {
        expect(await errorsAt(path, { timeout: 1 })).toEqual(['The file could not be read completely within 1 ms.']);
        const stop = new AbortController();
        const stopped = readConfigFile(path, { workerUrl, signal: stop.signal });
        stop.abort(new Error('stopped'));
        await expect(stopped).rejects.toThrow('stopped');
        const read = readConfigFile(path, { workerUrl });
        // More than a pipe can hold, so it is written only as it is read.
        await writer.writeFile(`endpoints: [] # ${'-'.repeat(1_000_000)}\n`);
        await writer.close();
        expect(await read).toMatchObject({ ok: true, endpoints: [] });
      } finally {
        await writer.close();
      }
    });
  });
});

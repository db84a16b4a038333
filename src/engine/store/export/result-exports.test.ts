import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { RESULT_FORMATS, type ResultFormat } from '../../../contract/model/result-export.ts';
import { systemCodeOf } from '../tasks/serve-task.ts';
import { createSqliteStore } from '../sqlite-store.ts';
import type { Store } from '../store.ts';
import { aFailure, anEndpoint, aResult, DAY_ONE } from '../testing/store-fixture.ts';
import type { ResultExports } from './result-exports.ts';

// A busy machine must not fail the tests.

const workerUrl = new URL('../sqlite-worker.ts', import.meta.url);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let folder: string;
let store: Store & { readonly exports: ResultExports };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookout-exports-'));
  store = await openStore();
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

async function openStore() {
  const opened = createSqliteStore({ file: join(folder, 'lookout.db'), workerUrl, log: () => undefined });
  await opened.open(DAY_ONE);
  const { exports } = opened;
  if (exports === undefined) throw new Error('The store of a file must have exports');
  return { ...opened, exports };
}

async function fill(id: string, count: number, stepMs = MINUTE): Promise<void> {
  await store.saveEndpoints([anEndpoint(id)]);
  for (let index = 0; index < count; index += 1) {
    store.recordResult(
      index % 50 === 7 ? aFailure(id, DAY_ONE + index * stepMs) : aResult(id, DAY_ONE + index * stepMs),
    );
  }
}

const exported = (id: string) => ({ id, name: id.toUpperCase(), kind: 'http' });
const selection = (ids: readonly string[], to = DAY_ONE + 1000 * HOUR) => ({
  from: DAY_ONE,
  to,
  endpoints: ids.map(exported),
});

async function bytesOf(pieces: AsyncIterable<Uint8Array> | null): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces ?? []) all.push(piece);
  return Buffer.concat(all);
}

const timesIn = (jsonLines: string) =>
  jsonLines
    .trim()
    .split('\n')
    .map((line) => Date.parse((JSON.parse(line) as { at: string }).at));

test.each(RESULT_FORMATS)('%s: what is sent is what is saved, from the journal and from blocks', async (format) => {
  // The last hour is in the journal, the others are in blocks, and the last results still wait to be written.
  await fill('a', 200);
  await store.flush();
  await fill('b', 30);
  const { exports } = store;
  const saved = join(folder, `saved.${format}`);
  const first = exports.create(selection(['a', 'b']), format);
  expect(first).toMatchObject({ state: 'waiting', all: null, done: 0 });
  await exports.save(first.id, saved);
  const file = await readFile(saved);
  expect(exports.get(first.id)).toMatchObject({
    state: 'done',
    done: 230,
    all: 230,
    bytes: file.length,
    problem: null,
  });
  const second = exports.create(selection(['a', 'b']), format);
  const sent = await bytesOf(exports.stream(second.id));
  expect(exports.get(second.id)).toMatchObject({ state: 'done', done: 230, bytes: sent.length });
  if (format === 'sqlite') {
    const copy = join(folder, 'sent.sqlite');
    await writeFile(copy, sent);
    const rows = [saved, copy].map((path) => {
      const database = new DatabaseSync(path, { readOnly: true });
      const all = database.prepare('SELECT * FROM result ORDER BY endpointId, at').all();
      database.close();
      return all;
    });
    expect(rows[0]).toHaveLength(230);
    expect(rows[1]).toEqual(rows[0]);
  } else expect(sent.equals(file)).toBe(true);
  expect((await readdir(folder)).filter((name) => /partial|export-/u.test(name))).toEqual([]);
});

test('has the chosen endpoints and the range, both ends included, in pages', async () => {
  await fill('a', 4100, 1000);
  await fill('b', 5);
  const { exports } = store;
  const { id } = exports.create({ ...selection(['a']), from: DAY_ONE + 10_000, to: DAY_ONE + 4_050_000 }, 'jsonl');
  const times = timesIn((await bytesOf(exports.stream(id))).toString());
  expect(times).toHaveLength(4041);
  expect([times[0], times.at(-1)]).toEqual([DAY_ONE + 4_050_000, DAY_ONE + 10_000]);
  expect(times.toSorted((one, other) => other - one)).toEqual(times);
});

test('results that move into blocks meanwhile are in the file once', async () => {
  await fill('a', 3000, 1000);
  await store.flush();
  const { exports } = store;
  const { id } = exports.create(selection(['a']), 'jsonl');
  const parts: string[] = [];
  let later = 0;
  for await (const piece of exports.stream(id) ?? []) {
    parts.push(Buffer.from(piece).toString());
    // Between two pages, the hour ends, and the store moves it.
    for (; later < 60; later += 1) store.recordResult(aResult('a', DAY_ONE + 2 * HOUR + later * 1000));
    await store.flush();
  }
  const times = timesIn(parts.join(''));
  expect(new Set(times).size).toBe(times.length);
  expect(times.filter((at) => at < DAY_ONE + HOUR)).toHaveLength(3000);
});

test('can be taken once', async () => {
  await fill('a', 5);
  const { exports } = store;
  const { id } = exports.create(selection(['a']), 'csv');
  const pieces = exports.stream(id);
  expect(exports.stream(id)).toBe(null);
  await exports.save(id, join(folder, 'second.csv'));
  expect((await bytesOf(pieces)).toString().split('\r\n')).toHaveLength(7);
  expect(exports.stream(id)).toBe(null);
  expect(await readdir(folder)).not.toContain('second.csv');
});

test('ends when nobody takes its pieces any more', async () => {
  await fill('a', 9000, 1000);
  const { exports } = store;
  const { id } = exports.create(selection(['a']), 'sqlite');
  for await (const piece of exports.stream(id) ?? []) {
    expect(piece.length).toBeGreaterThan(0);
    break;
  }
  expect(exports.get(id)?.state).toBe('cancelled');
  expect(exports.running).toBe(0);
  expect((await readdir(folder)).filter((name) => name.includes('export-'))).toEqual([]);
});

test('waits with the next piece until it is asked for', async () => {
  await fill('a', 9000, 1000);
  const { exports } = store;
  const { id } = exports.create(selection(['a']), 'csv');
  const pieces = exports.stream(id);
  // A page counts once it is taken, which is when the next one is asked for.
  for (const done of [0, 2000, 4000]) {
    await pieces?.next();
    await store.flush();
    expect(exports.get(id)?.done).toBe(done);
  }
  await pieces?.return();
});

test('a cancelled one leaves nothing, and says so', async () => {
  await fill('a', 9000, 1000);
  await store.flush();
  const { exports } = store;
  const { id } = exports.create(selection(['a']), 'csv');
  const out = join(folder, 'results.csv');
  const saving = exports.save(id, out);
  await expect.poll(() => exports.get(id)?.all).toBe(9000);
  exports.cancel(id);
  await expect(saving).rejects.toThrow(/aborted/u);
  expect(exports.get(id)).toMatchObject({ state: 'cancelled', problem: null });
  expect((await readdir(folder)).filter((name) => name.startsWith('results'))).toEqual([]);
  // One that waits, too: nobody can take it then.
  const waiting = exports.create(selection(['a']), 'csv');
  exports.cancel(waiting.id);
  expect(exports.stream(waiting.id)).toBe(null);
});

describe('a file that cannot be written', () => {
  async function fails(out: string, format: ResultFormat = 'csv') {
    const { exports } = store;
    const { id } = exports.create(selection(['a']), format);
    await expect(exports.save(id, out)).rejects.toMatchObject({ problem: { code: 'export.failed' } });
    const { state, problem } = exports.get(id) ?? {};
    return { state, reason: problem?.params?.['reason'], file: problem?.params?.['file'] };
  }

  test('because the disk is full', async () => {
    await fill('a', 100);
    const out = join(folder, 'results.csv');
    // Whatever is written to it fails as on a full disk.
    await symlink('/dev/full', `${out}.partial`);
    expect(await fails(out)).toEqual({ state: 'failed', reason: 'full', file: out });
    expect(await readdir(folder)).not.toContain('results.csv.partial');
    const database = new DatabaseSync(':memory:');
    database.exec('CREATE TABLE thing (text TEXT); PRAGMA max_page_count = 3');
    let full: unknown = null;
    try {
      database.exec('INSERT INTO thing VALUES (hex(zeroblob(50000)))');
    } catch (error) {
      full = error;
    }
    database.close();
    expect(systemCodeOf(full)).toBe('ENOSPC');
  });

  test.each(RESULT_FORMATS)('%s: because its folder does not exist', async (format) => {
    const out = join(folder, 'none', 'results');
    expect(await fails(out, format)).toEqual({ state: 'failed', reason: 'noFolder', file: out });
  });

  test('because a folder or a device is there', async () => {
    const out = join(folder, 'results.csv');
    await mkdir(out);
    expect(await fails(out)).toMatchObject({ state: 'failed', reason: 'notFile' });
    const device = join(folder, 'device');
    await symlink('/dev/null', device);
    expect(await fails(device)).toMatchObject({ state: 'failed', reason: 'notFile' });
    expect((await readdir(folder)).filter((name) => name.includes('partial'))).toEqual([]);
  });
});

test('what is left of a killed one is removed at the next start', async () => {
  await store.close();
  await writeFile(join(folder, 'lookout.db-export-abc'), '');
  store = await openStore();
  expect((await readdir(folder)).filter((name) => name.includes('export'))).toEqual([]);
});

test('closing the store ends exports', async () => {
  await fill('a', 9000, 1000);
  const { exports } = store;
  const { id } = exports.create(selection(['a']), 'csv');
  const pieces = exports.stream(id);
  await pieces?.next();
  const [rest] = await Promise.allSettled([pieces?.next(), store.close()]);
  expect(rest.status).toBe('rejected');
  expect(exports.get(id)?.state).toBe('cancelled');
  store = await openStore();
});

/** What an export writes, in the thread of the tests; `result-exports.test.ts` has it in a thread of its own. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ResultFormat } from '../../../contract/model/result-export.ts';
import { createDatabaseStore } from '../sqlite/database-store.ts';
import { aBatch, aFailure, anEndpoint, aResult, DAY_ONE } from '../testing/store-fixture.ts';
import { runExport, type ExportProgress } from './export-task.ts';

const HOUR = 3_600_000;
let folder = '';
let file = '';
let out = '';
let progress: ExportProgress[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lookout-export-'));
  file = join(folder, 'lookout.db');
  out = join(folder, 'out');
  progress = [];
  const store = createDatabaseStore({ file, now: DAY_ONE, compactMs: 60_000 });
  store.saveEndpoints({ endpoints: [anEndpoint('a'), anEndpoint('b')] });
  store.write(aBatch([aResult('a', DAY_ONE), aFailure('a', DAY_ONE + 1000), aResult('b', DAY_ONE + 2000)]));
  // Those of the first hour move into blocks, this one is in the journal.
  store.write(aBatch([aResult('a', DAY_ONE + 5 * HOUR, { durationMs: 7 })]));
  store.close(null);
});
afterEach(() => rmSync(folder, { recursive: true }));

const pieces: Uint8Array[] = [];
interface Wanted {
  readonly format: ResultFormat;
  readonly ids?: readonly string[];
  readonly from?: number;
  readonly to?: number;
  /** Whether the bytes are sent instead of saved. */
  readonly sent?: boolean;
  readonly signal?: AbortSignal;
}

async function run({ format, ids = ['a', 'b', 'unknown'], from = 0, to = 9 * HOUR, sent = false, signal }: Wanted) {
  pieces.length = 0;
  await runExport(
    {
      task: 'export',
      file,
      format,
      from: DAY_ONE + from,
      to: DAY_ONE + to,
      endpoints: ids.map((id) => ({ id, name: `Name, ${id}`, kind: 'http' })),
      out: sent ? null : out,
      scratch: join(folder, 'scratch'),
    },
    {
      signal: signal ?? new AbortController().signal,
      onProgress: (one) => progress.push(one),
      sink: { write: (bytes) => Promise.resolve(void pieces.push(bytes.slice())) },
    },
  );
  return sent ? Buffer.concat(pieces) : readFileSync(out);
}

const rest = () => readdirSync(folder).filter((name) => !name.startsWith('lookout.db'));
const objects = (jsonLines: Buffer) =>
  jsonLines
    .toString()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('an export', () => {
  test('to JSON Lines has each result, newest first, of one endpoint after the other', async () => {
    const lines = objects(await run({ format: 'jsonl' }));
    expect(lines.map(({ endpointId, at, verdict, failure }) => [endpointId, at, verdict, failure])).toEqual([
      ['a', '2026-01-01T05:00:00.000Z', 'up', null],
      ['a', '2026-01-01T00:00:01.000Z', 'down', 'connect.refused'],
      ['a', '2026-01-01T00:00:00.000Z', 'up', null],
      ['b', '2026-01-01T00:00:02.000Z', 'up', null],
    ]);
    expect(lines[0]).toMatchObject({
      endpoint: 'Name, a',
      kind: 'http',
      durationMs: 7,
      result: { endpointId: 'a', durationMs: 7 },
    });
    expect(progress[0]).toEqual({ done: 0, all: 4, bytes: 0 });
    expect(progress.at(-1)).toEqual({ done: 4, all: 4, bytes: readFileSync(out).length });
    expect(rest()).toEqual(['out']);
  });

  test('has the results of its range, both ends included', async () => {
    const timesIn = async (from: number, to: number) =>
      objects(await run({ format: 'jsonl', ids: ['a'], from, to })).map(({ at }) => Date.parse(String(at)) - DAY_ONE);
    expect(await timesIn(0, 1000)).toEqual([1000, 0]);
    expect(await timesIn(1, 999)).toEqual([]);
    expect(await timesIn(1000, 5 * HOUR)).toEqual([5 * HOUR, 1000]);
  });

  test('to CSV has a head, also without results, and quotes where it must', async () => {
    const head = 'endpointId,endpoint,kind,at,verdict,durationMs,failure,result\r\n';
    expect((await run({ format: 'csv', ids: ['unknown'] })).toString()).toBe(head);
    const lines = (await run({ format: 'csv', ids: ['b'] })).toString().split('\r\n');
    expect([`${lines[0]}\r\n`, lines.length, lines[2]]).toEqual([head, 3, '']);
    expect(lines[1]).toMatch(/^b,"Name, b",http,2026-01-01T00:00:02\.000Z,up,42\.1,,"\{""endpointId"":""b"",/u);
  });

  test('to SQLite is a table, and to Parquet a file of that format', async () => {
    await run({ format: 'sqlite' });
    const database = new DatabaseSync(out, { readOnly: true });
    const found = database.prepare('SELECT endpointId, at, failure FROM result ORDER BY endpointId, at').all();
    database.close();
    expect(found.map(({ endpointId, at, failure }) => [endpointId, Number(at) - DAY_ONE, failure])).toEqual([
      ['a', 0, null],
      ['a', 1000, 'connect.refused'],
      ['a', 5 * HOUR, null],
      ['b', 2000, null],
    ]);
    const parquet = await run({ format: 'parquet' });
    expect([parquet.subarray(0, 4).toString(), parquet.subarray(-4).toString()]).toEqual(['PAR1', 'PAR1']);
    expect(parquet.includes('connect.refused')).toBe(true);
  });

  test.each(['csv', 'jsonl', 'parquet', 'sqlite'] as const)('to %s sends what it would save', async (format) => {
    const saved = await run({ format });
    const sent = await run({ format, sent: true });
    expect(sent.equals(saved)).toBe(true);
    expect(rest()).toEqual(['out']);
  });

  test('that is stopped, or fails, leaves nothing', async () => {
    const stop = new AbortController();
    stop.abort(new Error('stopped'));
    for (const format of ['csv', 'sqlite'] as const) {
      await expect(run({ format, signal: stop.signal })).rejects.toThrow('stopped');
    }
    await expect(run({ format: 'sqlite', sent: true, signal: stop.signal })).rejects.toThrow('stopped');
    expect(rest()).toEqual([]);
  });
});

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { anEndpoint, aFailure, aResult, DAY_ONE } from '../../../engine/store/testing/store-fixture.ts';
import { withStore } from '../../data/offline-store.ts';
import { exportResults } from './export-results.ts';
import { importResults } from './import-results.ts';
import { RESULT_FORMATS } from '../../../contract/model/result-export.ts';

const storeWorkerUrl = new URL('../../../engine/store/sqlite-worker.ts', import.meta.url);
const places = { storeWorkerUrl, log: () => undefined };
const MINUTE = 60_000;
let folder: string;

class Text extends Writable {
  text = '';
  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

function io() {
  const stderr = new Text();
  return { stdin: Readable.from([]), stdout: new Text(), stderr, env: {} };
}

const named = (id: string, name: string) => anEndpoint(id, { config: { ...anEndpoint(id).config, name } });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookout-results-'));
  await withStore(join(folder, 'a'), places, async (store) => {
    await store.saveEndpoints([named('e1', '=Shop, "1"'), named('e2', 'Gone')]);
    for (let index = 0; index < 30; index += 1) store.recordResult(aResult('e1', DAY_ONE + index * MINUTE));
    store.recordResult(aFailure('e1', DAY_ONE + 30 * MINUTE));
    store.recordResult(aResult('e2', DAY_ONE));
  });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test.each(RESULT_FORMATS)('%s: what is exported is imported as it was', async (format) => {
  const out = join(folder, `results.${format}`);
  const args = { command: 'export' as const, from: DAY_ONE, to: DAY_ONE + 60 * MINUTE, match: {}, format, out };
  const exporting = io();
  expect(await exportResults({ ...args, dataDir: join(folder, 'a') }, exporting, places)).toBe(0);
  expect(exporting.stderr.text).toBe(`Wrote 32 checks to ${out}.\n`);

  // Another Lookout, where the endpoint has another id.
  await withStore(join(folder, 'b'), places, (store) => store.saveEndpoints([named('other', '=Shop, "1"')]));
  const importing = io();
  for (let times = 0; times < 2; times += 1) {
    const code = await importResults(
      { command: 'import-results', file: out, dataDir: join(folder, 'b') },
      importing,
      places,
    );
    expect([code, importing.stderr.text.includes('Skipped 1 checks of "Gone"')]).toEqual([0, true]);
  }
  const [before, after] = await Promise.all([
    withStore(join(folder, 'a'), places, (store) => store.checks('e1', { limit: 100 })),
    withStore(join(folder, 'b'), places, (store) => store.checks('other', { limit: 100 })),
  ]);
  expect(after).toEqual(before.map((check) => ({ ...check, endpointId: 'other' })));
  // The time between the checks counts in the uptime, and once.
  const window = { from: [DAY_ONE], to: DAY_ONE + 60 * MINUTE };
  const [uptime] = await withStore(join(folder, 'b'), places, (store) => store.uptime('other', window));
  expect(Math.round(((uptime?.upMs ?? 0) + (uptime?.downMs ?? 0)) / MINUTE)).toBe(30);
});

test('exports only the range and the endpoints that match', async () => {
  const out = join(folder, 'some.jsonl');
  const range = { from: DAY_ONE + 5 * MINUTE, to: DAY_ONE + 9 * MINUTE };
  const args = { command: 'export' as const, ...range, match: { name: '*shop*' }, format: 'jsonl' as const, out };
  await exportResults({ ...args, dataDir: join(folder, 'a') }, io(), places);
  const lines = (await readFile(out, 'utf8')).trim().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { at: string }).at.slice(14, 16))).toEqual([
    '09',
    '08',
    '07',
    '06',
    '05',
  ]);
});

test('says that no endpoint matches, because a name may be mistyped', async () => {
  const args = { command: 'export' as const, from: DAY_ONE, to: DAY_ONE + MINUTE, format: 'csv' as const };
  const exporting = io();
  const out = join(folder, 'none.csv');
  await exportResults({ ...args, match: { name: 'Shpo' }, out, dataDir: join(folder, 'a') }, exporting, places);
  expect(exporting.stderr.text).toMatch(/^Wrote 0 checks to .+\nNo endpoint matches/u);

  // Of a folder without endpoints, all are exported: no name can be wrong.
  await withStore(join(folder, 'empty'), places, async () => undefined);
  const all = io();
  await exportResults({ ...args, match: {}, out, dataDir: join(folder, 'empty') }, all, places);
  expect(all.stderr.text).toBe(`Wrote 0 checks to ${out}.\n`);
});

test('a file of another kind is refused, and nothing is imported', async () => {
  const file = join(folder, 'notes.txt');
  await writeFile(file, 'hello');
  const refused = io();
  expect(await importResults({ command: 'import-results', file, dataDir: join(folder, 'a') }, refused, places)).toBe(1);
  expect(refused.stderr.text).toContain('must be a CSV, JSON Lines, Parquet or SQLite file');
  await writeFile(file, '{"endpointId":"e1","endpoint":"x","kind":"http","result":{"at":1}}\n');
  expect(await importResults({ command: 'import-results', file, dataDir: join(folder, 'a') }, refused, places)).toBe(1);
  expect(refused.stderr.text).toContain('whose result is not a check');
});

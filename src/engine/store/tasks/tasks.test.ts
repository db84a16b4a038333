import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDatabaseStore } from '../sqlite/database-store.ts';
import { migrate, MIGRATIONS } from '../sqlite/migrations.ts';
import { aBatch, anEndpoint, aResult, DAY_ONE } from '../testing/store-fixture.ts';
import { DamagedError, isTask, runTask, type Task } from './tasks.ts';

let folder = '';
let file = '';
let copy = '';
let progress: unknown[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookout-tasks-'));
  file = join(folder, 'lookout.db');
  copy = join(folder, 'copy.db');
  progress = [];
});
afterEach(() => rm(folder, { recursive: true }));

const run = (task: Task) =>
  runTask(task, {
    signal: new AbortController().signal,
    onProgress: (one) => progress.push(one),
    sink: { write: () => Promise.resolve() },
  });

function fill(): void {
  const store = createDatabaseStore({ file, now: DAY_ONE });
  store.saveEndpoints({ endpoints: [anEndpoint('a')] });
  store.write(aBatch([aResult('a', DAY_ONE)]));
  store.close(null);
}
const query = (path: string, sql: string): unknown => {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return Object.values(database.prepare(sql).get() ?? {})[0];
  } finally {
    database.close();
  }
};

test('something is a task when it says which', () => {
  expect([{ task: 'check', file }, { file }, null, 'task', undefined].map(isTask)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
});

describe('a copy', () => {
  test('has everything, is one file, and says how far it is', async () => {
    fill();
    const open = new DatabaseSync(file);
    open.exec('PRAGMA journal_mode = WAL');
    open.exec("INSERT INTO setting VALUES ('theme', '\"dark\"')");
    expect(await run({ task: 'copy', file, to: copy })).toBeNull();
    open.close();
    expect(query(copy, 'SELECT count(*) FROM journal')).toBe(1);
    expect(query(copy, 'SELECT count(*) FROM setting')).toBe(1);
    expect(query(copy, 'PRAGMA journal_mode')).toBe('delete');
    expect((await readdir(folder)).filter((name) => name.startsWith('copy'))).toEqual(['copy.db']);
    // It is copied 4 MB at a time.
    expect(progress).toEqual([]);
    const large = new DatabaseSync(file);
    large.exec("INSERT INTO setting VALUES ('large', hex(zeroblob(2500000)))");
    large.close();
    await run({ task: 'copy', file, to: copy });
    expect(progress).toEqual([expect.closeTo(0.8, 1)]);
  });

  test('that will be the data is brought up to date, and refused when Lookout could not open it', async () => {
    const old = new DatabaseSync(file);
    old.exec('PRAGMA application_id = 1282371435');
    migrate(old, { file, now: DAY_ONE, migrations: MIGRATIONS.slice(0, -1) });
    old.close();
    const version = 'SELECT max(version) FROM migration';
    await run({ task: 'copy', file, to: copy });
    expect(query(copy, version)).toBe(MIGRATIONS.length - 1);
    await run({ task: 'copy', file, to: copy, open: true });
    expect(query(copy, version)).toBe(MIGRATIONS.length);
    expect(await readdir(folder)).not.toContain('backups');
    const newer = new DatabaseSync(file);
    newer.exec("INSERT INTO migration VALUES (9999, 'x', 0)");
    newer.close();
    await expect(run({ task: 'copy', file, to: copy, open: true })).rejects.toMatchObject({
      problem: { code: 'store.newer' },
    });
  });

  test('of a damaged database is damaged', async () => {
    fill();
    const bytes = await readFile(file);
    bytes.fill(0xaa, 4096 + 8, 3 * 4096);
    await writeFile(file, bytes);
    await expect(run({ task: 'copy', file, to: copy })).rejects.toThrow(DamagedError);
  });
});

describe('a check', () => {
  test('finds nothing in a sound database, and changes nothing beside it', async () => {
    fill();
    await copyFile(file, copy);
    expect(await run({ task: 'check', file: copy })).toBeNull();
    expect((await readdir(folder)).filter((name) => name.startsWith('copy'))).toEqual(['copy.db']);
  });

  test('finds damage, and what is no database', async () => {
    fill();
    const bytes = await readFile(file);
    bytes.fill(0xaa, 4096 + 8, 3 * 4096);
    await writeFile(file, bytes);
    await expect(run({ task: 'check', file })).rejects.toThrow(DamagedError);
    await writeFile(file, 'no database at all, but long enough to look like one'.repeat(100));
    await expect(run({ task: 'check', file })).rejects.toThrow('file is not a database');
  });
});

test('the sizes of the levels are those of their tables, and add up to the file', async () => {
  fill();
  const grown = new DatabaseSync(file);
  const blob = 'hex(randomblob(30000))';
  grown.exec(`INSERT INTO finding (verdict, used_until, hash, text) VALUES (0, 0, x'00', ${blob})`);
  grown.exec(`INSERT INTO rollup_minute (endpoint, slot, data) VALUES (1, 1, randomblob(90000))`);
  grown.exec(`INSERT INTO rollup_hour (endpoint, slot, data) VALUES (1, 1, randomblob(120000))`);
  grown.exec(`INSERT INTO rollup_day (endpoint, slot, data) VALUES (1, 1, randomblob(150000))`);
  grown.exec(
    `INSERT INTO incident (id, endpoint, started_at, last_failure_at, failures, data) VALUES ('i', 1, 0, 0, 1, '')`,
  );
  grown.exec(`INSERT INTO evidence (incident, data) VALUES ('i', randomblob(180000))`);
  grown.exec(`INSERT INTO setting VALUES ('x', ${blob})`);
  grown.exec('CREATE TABLE gone (data); INSERT INTO gone VALUES (randomblob(50000)); DROP TABLE gone');
  grown.close();
  const sizes = await run({ task: 'sizes', file });
  const least = { results: 60_000, minutes: 90_000, hours: 120_000, days: 150_000, incidents: 180_000, other: 110_000 };
  for (const [level, bytes] of Object.entries(least)) {
    const size = sizes?.[level as keyof typeof least] ?? 0;
    expect([level, size >= bytes && size < bytes + 150_000]).toEqual([level, true]);
  }
  const total = Object.values(sizes ?? {}).reduce((sum, bytes) => sum + bytes, 0);
  expect(total).toBe(Number(query(file, 'PRAGMA page_count')) * 4096);
});

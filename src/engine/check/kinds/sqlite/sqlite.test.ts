import { chmod, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, describe, it } from 'vitest';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { DeadlineError } from '../../kind.ts';
import { findKind, parseEndpoint } from '../../registry.ts';
import { checkOnce, type CheckOnceOptions } from '../../testing/check-once.ts';
import { texts } from '../../testing/texts.ts';
import { dispose } from './run.ts';
import { untilFree } from './thread.ts';

describe('a database', () => {
  let dir: string;
  let file: string;
  let database: DatabaseSync;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'lookout-sqlite-'));
    file = join(dir, 'app.db');
    database = new DatabaseSync(file);
    database.exec(`PRAGMA journal_mode = WAL; CREATE TABLE jobs (id INTEGER PRIMARY KEY, note TEXT);
      CREATE TABLE numbers (n INTEGER); BEGIN`);
    const insert = database.prepare('INSERT INTO numbers VALUES (?)');
    for (let n = 1; n <= 3_000; n += 1) insert.run(n);
    database.exec('COMMIT');
  });

  afterAll(async () => {
    dispose();
    database.close();
    await rm(dir, { recursive: true, force: true });
  });

  function check(fields: Omit<EndpointInput, 'kind'> = {}, options: CheckOnceOptions = {}) {
    return checkOnce({ kind: 'sqlite', file, ...fields }, { wanted: new Set(['ROWS', 'VALUE']), ...options });
  }

  it('is opened and queried', async () => {
    const outcome = await check();
    expect(outcome).toMatchObject({
      failure: null,
      metrics: { rows: 1, size: expect.any(Number) },
      details: { value: '1' },
      observed: { VALUE: 1, ROWS: [{ '1': 1 }] },
    });
    expect(Object.keys(outcome.phases)).toEqual(['open', 'query']);
  });

  it('returns values of all types', async () => {
    const query = "SELECT 9007199254740993 AS big, 1.5 AS real, NULL AS none, 'é' AS text, x'ff00' AS bytes, 2 AS n";
    const row = { big: '9007199254740993', real: 1.5, none: null, text: 'é', bytes: 'ff00', n: 2 };
    expect((await check({ query })).observed).toEqual({ ROWS: [row], VALUE: '9007199254740993' });
  });

  it('counts all rows and keeps 100', async () => {
    const { metrics, observed } = await check({ query: 'SELECT n FROM numbers' });
    expect(metrics['rows']).toBe(3_000);
    expect(observed?.['ROWS']).toHaveLength(100);
    expect((await check({ query: 'SELECT n FROM numbers WHERE n < 0' })).observed).toEqual({ ROWS: [] });
  });

  it.each([
    ['DELETE FROM jobs', 'attempt to write a readonly database'],
    ['SELECT * FROM missing', 'no such table: missing'],
    ["ATTACH 'other.db' AS other", 'not authorized'],
    ['WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT max(x) FROM c', 'not authorized'],
  ])('refuses %s', async (query, problem) => {
    const { failure } = await check({ query });
    expect(failure).toMatchObject({ code: 'query.failed', phase: 'query', params: { problem } });
  });

  it('can be written by other programs during the check', async () => {
    database.exec('BEGIN IMMEDIATE; INSERT INTO jobs (note) VALUES (1)');
    expect((await check({ query: 'SELECT count(*) FROM jobs' })).observed).toMatchObject({ VALUE: 0 });
    database.exec('ROLLBACK');
  });

  it('never blocks the loop, and queues a query behind a slow one on the same file', async () => {
    // 3,000 * 3,000 * 2 rows, in which SQLite cannot be interrupted: however long they take, they take longer than what follows.
    const query = 'SELECT count(*) FROM numbers a, numbers b, (VALUES (1), (2)) c WHERE a.n % 7 = b.n % 11';
    const stop = new AbortController();
    await untilFree(file);
    const slow = checkOnce({ kind: 'sqlite', file, query }, { stop: stop.signal });
    await expect.poll(() => untilFree(file) !== undefined, { interval: 1 }).toBe(true);
    stop.abort(new DeadlineError(60_000));
    expect((await slow).failure?.code).toBe('timeout');

    const ended: string[] = [];
    const isFree = untilFree(file)?.then(() => ended.push('slow'));
    let turns = 0;
    const turn = setInterval(() => (turns += 1), 5);
    const begun = performance.now();
    const next = await check();
    const waitedMs = performance.now() - begun;
    clearInterval(turn);
    ended.push('next');
    await isFree;
    expect(next.failure).toBeNull();
    expect(ended).toEqual(['slow', 'next']);
    expect(turns).toBeGreaterThan(5);
    // It waited for this machine, not for the database.
    expect(next.durationMs).toBeLessThan(waitedMs / 2);
  });

  it('stops a query of many rows at the deadline', async () => {
    const query = 'SELECT a.n FROM numbers a, numbers b, numbers c';
    const { failure } = await check({ query, timeout: '200ms' }, { deadlineAfter: ['query'] });
    expect(failure).toMatchObject({ code: 'timeout', phase: 'query' });
    expect((await check()).failure).toBeNull();
  });

  it('does not read values that are too large', async () => {
    const { failure } = await check({ query: 'SELECT zeroblob(30000000)' });
    expect(failure).toMatchObject({ code: 'answer.tooLarge', phase: 'query' });
  });

  it('runs checks of one file one after another', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, () => check({ query: 'SELECT count(*) FROM numbers' })),
    );
    expect(outcomes.map(({ failure, observed }) => [failure, observed?.['VALUE']])).toEqual(
      outcomes.map(() => [null, 3_000]),
    );
  });

  it('runs queries of several files at once', async () => {
    const files = await Promise.all(
      [1, 2, 3, 4].map(async (n) => {
        const other = join(dir, `${n}.db`);
        new DatabaseSync(other).close();
        return check({ file: other });
      }),
    );
    expect(files.map(({ failure }) => failure)).toEqual([null, null, null, null]);
  });
});

describe('a file', () => {
  let dir: string;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'lookout-sqlite-'));
  });

  afterAll(async () => {
    dispose();
    await rm(dir, { recursive: true, force: true });
  });

  async function messageFor(file: string, query = 'SELECT 1'): Promise<unknown> {
    const { failure } = await checkOnce({ kind: 'sqlite', file, query });
    return [failure?.code, failure?.message];
  }

  it('fails if the path is missing or not a file', async () => {
    expect(await messageFor(join(dir, 'no.db'))).toEqual(['sqlite.file', 'There is no such file.']);
    expect(await messageFor(dir)).toEqual(['sqlite.file', 'The path is not a file.']);
  });

  it('fails if the file is not a database, or a damaged one', async () => {
    const file = join(dir, 'text.db');
    await writeFile(file, 'hello '.repeat(1_000));
    expect(await messageFor(file)).toEqual(['sqlite.file', 'The file is not an SQLite database.']);
    const cut = join(dir, 'cut.db');
    const database = new DatabaseSync(cut);
    database.exec('CREATE TABLE a (b TEXT); INSERT INTO a VALUES (hex(zeroblob(20000)))');
    database.close();
    await truncate(cut, 8_192);
    expect(await messageFor(cut, 'SELECT b FROM a')).toEqual([
      'sqlite.file',
      'The database is damaged: database disk image is malformed',
    ]);
  });

  it.skipIf(process.getuid?.() === 0)('fails if the file must not be read', async () => {
    const file = join(dir, 'secret.db');
    new DatabaseSync(file).close();
    await chmod(file, 0);
    expect((await checkOnce({ kind: 'sqlite', file })).failure?.code).toBe('sqlite.file');
  });

  it.each(['app.db', './app.db', '', '/a\0b'])('must be a full path, unlike %j', (file) => {
    const parsed = parseEndpoint({ kind: 'sqlite', file });
    expect(parsed.ok ? '' : texts.issueInFull(parsed.issues[0] ?? { code: '', path: '' })).toContain(
      'File must be the absolute path of a file, such as /var/lib/app/app.db.',
    );
  });
});

describe('parse', () => {
  it.each([
    ['sqlite:///var/lib/app.db', '/var/lib/app.db'],
    ['sqlite:////var/lib/my%20app.db?mode=ro', '/var/lib/my app.db'],
    ['jdbc:sqlite:/srv/a.db', '/srv/a.db'],
    ['sqlite:///C:/data/a.db', 'C:/data/a.db'],
  ])('%s', (text, file) => {
    expect(findKind('sqlite')?.parse(text)).toEqual({ kind: 'sqlite', file });
  });
});

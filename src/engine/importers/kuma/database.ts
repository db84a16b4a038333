/** Reads `kuma.db`, which the running Uptime Kuma may be writing. Nothing is written beside it. */
import { copyFile, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { issueOf } from '../../base/issues.ts';
import type { Source } from '../source.ts';

type Row = Readonly<Record<string, unknown>>;

/** The most bytes of a database that is copied because of its write-ahead log. */
const COPY_BYTES = 4 * 2 ** 30;

export interface KumaTables {
  readonly monitors: readonly Row[];
  readonly tags: readonly Row[];
  readonly proxies: readonly Row[];
  readonly dockerHosts: readonly Row[];
  /** The ids of monitors with notifications. */
  readonly notified: ReadonlySet<number>;
  readonly hasHistory: boolean;
  readonly hasMaintenance: boolean;
  readonly hasStatusPages: boolean;
}

/**
 * @param log the write-ahead log, if it came with a request; a database on this computer has its own beside it
 * @throws ImportError when it cannot be read, or is not a database of Uptime Kuma
 */
export async function readDatabase(source: Source, log: Source | null): Promise<KumaTables> {
  await using opened = await openDatabase(source, log);
  return readable(source, () => tablesOf(opened.database, source));
}

export interface OpenDatabase extends AsyncDisposable {
  readonly database: DatabaseSync;
}

/** @throws ImportError when it cannot be read */
export async function openDatabase(source: Source, log: Source | null): Promise<OpenDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'lookout-kuma-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const place = await placeOf(source, log, folder);
    const database = readable(source, () => new DatabaseSync(place, { readOnly: !isCopied(source, log) }));
    return {
      database,
      async [Symbol.asyncDispose]() {
        database.close();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/**
 * The write-ahead log of a database among files that came with a request. Where several databases have the same name, the
 * logs are in the same order.
 */
export function logOf(source: Source, sources: readonly Source[]): Source | null {
  const logs = sources.filter(({ name }) => name.endsWith('-wal'));
  const databases = sources.filter(({ isDatabase }) => isDatabase);
  const same = databases.filter(({ name }) => name === source.name);
  const named = logs.filter(({ name }) => name === `${source.name}-wal`);
  // The log of another database would damage the data.
  const only = source.path === null && databases.length === 1 ? logs[0] : undefined;
  return (named.length === same.length ? named[same.indexOf(source)] : undefined) ?? only ?? null;
}

/** @throws ImportError for an error of SQLite */
export function readable<T>(source: Source, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR')) throw error;
    throw source.error(issueOf('file.database', '', { problem: error.message }));
  }
}

const copied = new WeakMap<Source, boolean>();

function isCopied(source: Source, log: Source | null): boolean {
  return log !== null || source.path === null || copied.get(source) === true;
}

/**
 * The database as SQLite opens it. Its log is part of the data, and SQLite would write an index for it beside the
 * database, so both are copied when there is a log. Without one, the file is opened as immutable.
 */
async function placeOf(source: Source, log: Source | null, folder: string): Promise<string> {
  const place = join(folder, 'kuma.db');
  if (source.path === null) {
    await writeFile(place, source.bytes);
    if (log !== null) await writeFile(`${place}-wal`, log.bytes);
    return place;
  }
  const path = resolve(source.path);
  const size = await sizeOf(`${path}-wal`);
  if (size === 0) return `${pathToFileURL(path).href}?immutable=1`;
  if (size + (await sizeOf(path)) > COPY_BYTES) {
    throw source.error(issueOf('file.tooLarge', '', { maxBytes: COPY_BYTES }));
  }
  copied.set(source, true);
  await copyFile(path, place);
  await copyFile(`${path}-wal`, `${place}-wal`);
  return place;
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

function tablesOf(database: DatabaseSync, source: Source): KumaTables {
  const tables = new Set(
    database
      .prepare("SELECT name FROM sqlite_master WHERE type = 'table'")
      .all()
      .map(({ name }) => String(name)),
  );
  if (!tables.has('monitor')) throw source.error(issueOf('source.needs', '', { other: 'The table monitor' }));
  const all = (table: string, sql: string): Row[] => (tables.has(table) ? database.prepare(sql).all() : []);
  const some = (table: string) => all(table, `SELECT 1 FROM ${table} LIMIT 1`).length > 0;
  return {
    monitors: all('monitor', 'SELECT * FROM monitor ORDER BY id'),
    tags: all(
      'monitor_tag',
      'SELECT mt.monitor_id, mt.value, t.name FROM monitor_tag mt JOIN tag t ON t.id = mt.tag_id',
    ),
    proxies: all('proxy', 'SELECT * FROM proxy'),
    dockerHosts: all('docker_host', 'SELECT * FROM docker_host'),
    notified: new Set(
      all('monitor_notification', 'SELECT DISTINCT monitor_id FROM monitor_notification').map(({ monitor_id }) =>
        Number(monitor_id),
      ),
    ),
    hasHistory: some('heartbeat'),
    hasMaintenance: some('maintenance'),
    hasStatusPages: some('status_page'),
  };
}

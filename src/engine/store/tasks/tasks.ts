/** The tasks that a separate thread does with a database that another thread has open. */
import { backup, DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import type { DataSizes } from '../../../contract/model/backup.ts';
import { runExport, type ExportContext, type ExportTask } from '../export/export-task.ts';
import { createDatabaseStore } from '../sqlite/database-store.ts';

export type Task =
  | ExportTask
  /**
   * Copies the database as it is now, and checks the copy.
   * @param open also opens the copy as Lookout would, and so updates it: a copy that will be the data
   */
  | { readonly task: 'copy'; readonly file: string; readonly to: string; readonly open?: boolean }
  /** Checks a database to which nothing writes. */
  | { readonly task: 'check'; readonly file: string }
  | { readonly task: 'sizes'; readonly file: string };

/** `onProgress` of a copy receives the copied share, from 0 to 1. */
export interface TaskContext extends Omit<ExportContext, 'onProgress'> {
  readonly onProgress: (progress: unknown) => void;
}

/** Pages that are copied at once: 4 MB. */
const STEP_PAGES = 1000;

/** Whether a value is a task for this file. */
export function isTask(data: unknown): data is Task {
  return typeof data === 'object' && data !== null && 'task' in data;
}

/** Does a task. @returns its answer: null, or `DataSizes` */
export async function runTask(task: Task, context: TaskContext): Promise<DataSizes | null> {
  if (task.task === 'sizes') return sizesOf(task.file);
  if (task.task === 'check') {
    const found = problemIn(() => openUnchanged(task.file));
    if (found !== null) throw new DamagedError(found);
    return null;
  }
  if (task.task === 'export') {
    await runExport(task, context);
    return null;
  }
  await copyDatabase(task.file, task.to, context.onProgress);
  if (task.open === true) tryToOpen(task.to);
  // Last, because it leaves the copy without a log.
  const problem = problemIn(() => openAsOneFile(task.to));
  if (problem !== null) throw new DamagedError(problem);
  return null;
}

/** A database is damaged. */
export class DamagedError extends Error {
  override readonly name = 'DamagedError';
}

/** The open transaction keeps the copy from starting again whenever something is written meanwhile. */
async function copyDatabase(file: string, to: string, onProgress: (progress: number) => void): Promise<void> {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    database.exec('BEGIN');
    database.prepare('SELECT count(*) FROM sqlite_schema').get();
    await backup(database, to, {
      rate: STEP_PAGES,
      progress: ({ totalPages, remainingPages }) => onProgress(1 - remainingPages / Math.max(1, totalPages)),
    });
  } finally {
    database.close();
  }
}

/** @throws the error that a start of Lookout with this database would report */
function tryToOpen(file: string): void {
  const now = Date.now();
  const store = createDatabaseStore({ file, now, copyBeforeMigration: false });
  try {
    store.load({ now });
  } finally {
    store.close(null);
  }
}

/** Without a log, a copy is one file. */
function openAsOneFile(file: string): DatabaseSync {
  const database = new DatabaseSync(file);
  try {
    database.exec('PRAGMA journal_mode = DELETE');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Creates no files beside the database, even if it has a log (https://sqlite.org/uri.html, immutable). */
function openUnchanged(file: string): DatabaseSync {
  const url = pathToFileURL(file);
  url.searchParams.set('immutable', '1');
  return new DatabaseSync(url, { readOnly: true });
}

/** The problem that SQLite finds in a database; null: none. */
function problemIn(open: () => DatabaseSync): string | null {
  let database: DatabaseSync | undefined;
  try {
    database = open();
    const { quick_check: found } = database.prepare('PRAGMA quick_check(1)').get() ?? {};
    return found === 'ok' ? null : String(found);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    database?.close();
  }
}

const LEVELS: Readonly<Record<string, keyof DataSizes>> = {
  journal: 'results',
  block: 'results',
  block_day: 'results',
  result: 'results',
  finding: 'results',
  rollup_minute: 'minutes',
  rollup_hour: 'hours',
  rollup_day: 'days',
  incident: 'incidents',
  evidence: 'incidents',
  span: 'incidents',
};

function sizesOf(file: string): DataSizes {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const sizes = { results: 0, minutes: 0, hours: 0, days: 0, incidents: 0, other: 0 };
    const query = database.prepare(
      `SELECT coalesce(tbl_name, dbstat.name) AS name, sum(pgsize) AS bytes
       FROM dbstat LEFT JOIN sqlite_schema ON sqlite_schema.name = dbstat.name WHERE aggregate = TRUE GROUP BY 1`,
    );
    let used = 0;
    for (const { name, bytes } of query.all()) {
      sizes[LEVELS[String(name)] ?? 'other'] += Number(bytes);
      used += Number(bytes);
    }
    const { page_count: pages } = database.prepare('PRAGMA page_count').get() ?? {};
    const { page_size: size } = database.prepare('PRAGMA page_size').get() ?? {};
    sizes.other += Math.max(0, Number(pages) * Number(size) - used);
    return sizes;
  } finally {
    database.close();
  }
}

/**
 * The threads in which queries run, so that a slow one never holds the event loop. A thread is kept for the next check.
 *
 * SQLite cannot be interrupted within a step, and its thread cannot be ended there: it stops between two rows. A query
 * that takes long for its first row continues after the deadline. To keep such threads from adding up, the next check
 * of the same file waits for it, and queries that could run forever (recursive ones) are refused.
 */
import { Worker } from 'node:worker_threads';

export interface ThreadQuery {
  readonly file: string;
  readonly query: string;
  /** The most rows that are sent; all are counted. */
  readonly maxRows: number;
  readonly maxBytes: number;
}

export interface ThreadRows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  readonly count: number;
  readonly tooLarge: boolean;
}

export interface ThreadProblem {
  /** SQLite's primary result code (https://www.sqlite.org/rescode.html); 0: it is not an error of SQLite. */
  readonly code: number;
  readonly message: string;
}

export type ThreadMessage =
  /** The file is an SQLite database. The query begins. */
  | { readonly type: 'opened' }
  | { readonly type: 'rows'; readonly rows: ThreadRows }
  | { readonly type: 'failed'; readonly problem: ThreadProblem }
  /** The last message: the thread is free. */
  | { readonly type: 'free' };

/** The code of the thread. It is a text, so that no build has to bundle a file for it. */
const THREAD = `
const { parentPort } = require('node:worker_threads');
const { DatabaseSync, constants } = require('node:sqlite');
const BUSY = [5, 6];
// SQLITE_ATTACH, SQLITE_DETACH and SQLITE_RECURSIVE.
const REFUSED = [24, 25, 33];
const codeOf = (error) => (error.errcode ?? 0) & 0xff;

/** Tries again while another process has locked the database. */
function whileBusy(stop, work) {
  for (;;) {
    try {
      return work();
    } catch (error) {
      if (!BUSY.includes(codeOf(error)) || Atomics.load(stop, 0) === 1) throw error;
      Atomics.wait(stop, 0, 0, 20);
    }
  }
}

function read(statement, { maxRows, maxBytes }, stop) {
  const columns = statement.columns().map(({ name }) => name);
  const rows = [];
  let count = 0;
  let bytes = 0;
  for (const row of statement.iterate()) {
    if (Atomics.load(stop, 0) === 1) break;
    count += 1;
    if (count > maxRows) continue;
    for (const value of row) bytes += value?.length ?? 8;
    if (bytes > maxBytes) return { columns, rows: [], count, tooLarge: true };
    rows.push(row);
  }
  return { columns, rows, count, tooLarge: false };
}

parentPort.on('message', ({ request, stop: shared }) => {
  const stop = new Int32Array(shared);
  let database;
  try {
    database = new DatabaseSync(request.file, { readOnly: true, timeout: 0 });
    database.setAuthorizer((action) => (REFUSED.includes(action) ? constants.SQLITE_DENY : constants.SQLITE_OK));
    whileBusy(stop, () => database.prepare('PRAGMA schema_version').get());
    parentPort.postMessage({ type: 'opened' });
    const rows = whileBusy(stop, () => {
      const statement = database.prepare(request.query);
      statement.setReadBigInts(true);
      statement.setReturnArrays(true);
      return read(statement, request, stop);
    });
    parentPort.postMessage({ type: 'rows', rows });
  } catch (error) {
    parentPort.postMessage({ type: 'failed', problem: { code: codeOf(error), message: error.message } });
  } finally {
    if (database?.isOpen) database.close();
    parentPort.postMessage({ type: 'free' });
  }
});
`;

/** Threads that wait for a query. */
const idle: Worker[] = [];
/** The most idle threads. Others end after their query. */
const MAX_IDLE = 2;
/** The files whose query runs, with a promise that resolves when it has ended. */
const running = new Map<string, Promise<void>>();

/** Ends the idle threads. */
export function disposeThreads(): void {
  for (const thread of idle.splice(0)) void thread.terminate();
}

/** Resolves when no earlier query of the file runs any longer; undefined: none does. */
export function untilFree(file: string): Promise<void> | undefined {
  return running.get(file);
}

/** Whether a thread is idle, for `runInThread`. */
export function hasThread(): boolean {
  return idle.length > 0;
}

/** Starts a thread if none is idle. */
export async function prepareThread(): Promise<void> {
  if (idle.length > 0) return;
  const thread = new Worker(THREAD, { eval: true, execArgv: [], name: 'sqlite' });
  await new Promise<void>((resolve, reject) => {
    thread.once('online', resolve);
    thread.once('error', reject);
  });
  // Without a listener, an error of an idle thread would end this process.
  thread.removeAllListeners('error').on('error', () => {
    if (idle.includes(thread)) idle.splice(idle.indexOf(thread), 1);
  });
  keep(thread);
}

function keep(thread: Worker): void {
  if (idle.length >= MAX_IDLE) {
    void thread.terminate();
    return;
  }
  thread.unref();
  idle.push(thread);
}

/**
 * Runs a query in an idle thread. Call it in the same turn as `hasThread`. @param onMessage called for each message
 * before the last one @returns a function that asks the thread to stop at the next row
 */
export function runInThread(request: ThreadQuery, onMessage: (message: ThreadMessage) => void): () => void {
  const thread = idle.pop();
  if (thread === undefined) throw new Error('There is no idle thread');
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const { promise, resolve } = Promise.withResolvers<void>();
  running.set(request.file, promise);
  thread.ref();
  const free = (isAlive: boolean) => {
    thread.off('message', onThread).off('error', onError);
    running.delete(request.file);
    if (isAlive) keep(thread);
    resolve();
  };
  const onThread = (message: ThreadMessage) => {
    if (message.type === 'free') free(true);
    else onMessage(message);
  };
  const onError = (error: Error) => {
    onMessage({ type: 'failed', problem: { code: 0, message: error.message } });
    free(false);
  };
  thread.on('message', onThread);
  thread.on('error', onError);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  thread.postMessage({ request, stop: stop.buffer });
  return () => {
    Atomics.store(stop, 0, 1);
    Atomics.notify(stop, 0);
  };
}

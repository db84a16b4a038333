/** The caller's side of the thread that owns the database: calls methods, and replaces a thread that dies. */
import { Worker } from 'node:worker_threads';
import type { Log } from '../../ports.ts';
import { problemOf } from '../../base/problem-error.ts';
import { StoreError } from '../store.ts';
import type {
  MethodAnswer,
  MethodArgs,
  MethodCall,
  MethodReply,
  RemoteFailure,
  StoreMethod,
  WorkerSetup,
} from './methods.ts';

export interface WorkerClientOptions {
  readonly file: string;
  /** The module of the worker thread: `sqlite-worker.ts`, or its bundle. */
  readonly workerUrl: URL;
  readonly log: Log;
  /** Moves results into blocks as soon as they are written. For tests. Default false. */
  readonly eager?: boolean;
}

export interface WorkerClient {
  /**
   * Starts the thread, which opens the database.
   * @throws StoreError when it cannot be opened
   */
  start(): Promise<void>;
  /**
   * Calls a method. Calls run in order.
   * @throws StoreError when the database reports an error, or the thread died before it answered
   */
  call<M extends StoreMethod>(method: M, args: MethodArgs<M>): Promise<MethodAnswer<M>>;
  /** Closes the database and ends the thread. */
  close(): Promise<void>;
}

/** An error that may go away by itself, such as a full disk, so the rows are worth keeping. */
export class TransientStoreError extends StoreError {}

/** SQLite itself says that the file is damaged, or not a database. */
export class CorruptStoreError extends StoreError {}

/**
 * A thread that lives for less than this died early. When two in a row die early, the next one starts only after
 * `RESTART_DELAY_MS`.
 */
const SHORT_LIFE_MS = 10_000;
const RESTART_DELAY_MS = 2000;

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** One thread, from its start to its end. */
interface Life {
  readonly worker: Worker;
  readonly waiting: Map<number, Waiting>;
  readonly began: number;
}

export function createWorkerClient({ file, workerUrl, log, eager = false }: WorkerClientOptions): WorkerClient {
  let life: Life | null = null;
  /** True once the database was opened. Before that, a dying thread is a failed start. After that, it is replaced. */
  let started = false;
  let closing = false;
  /**
   * The identity of the file that the first thread opened. Later threads refuse any other file, because it would not
   * know the endpoints.
   */
  let identity: string | null = null;
  let lastId = 0;
  /** The number of threads in a row that died early. */
  let diedYoung = 0;
  let restart: NodeJS.Timeout | undefined;

  function begin(): Promise<void> {
    const worker = startThread(workerUrl, { file, identity, now: Date.now(), eager });
    const current: Life = { worker, waiting: new Map(), began: performance.now() };
    life = current;
    let crash: Error | null = null;
    worker.on('message', (reply: MethodReply) => settle(current, reply));
    worker.on('messageerror', (error) => log('error', 'The store received a reply that it cannot read', { error }));
    worker.on('error', (error) => {
      crash = error instanceof Error ? error : new Error(String(error));
    });
    worker.on('exit', (code) => end(current, crash, code));
    return new Promise((resolve, reject) => {
      const opened = (value: unknown) => {
        identity = String(value);
        resolve();
      };
      current.waiting.set(0, { resolve: opened, reject });
    });
  }

  function settle({ waiting }: Life, reply: MethodReply): void {
    const call = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (reply.ok) call?.resolve(reply.value);
    else call?.reject(reviveError(reply.error));
  }

  function end(ended: Life, crash: Error | null, code: number): void {
    if (life === ended) life = null;
    const died = new StoreError(problemOf('store.threadStopped', {}), { cause: crash });
    for (const { reject } of ended.waiting.values()) reject(died);
    ended.waiting.clear();
    if (closing || !started) return;
    const livedMs = performance.now() - ended.began;
    diedYoung = livedMs < SHORT_LIFE_MS ? diedYoung + 1 : 0;
    const delayMs = diedYoung > 1 ? RESTART_DELAY_MS : 0;
    log('error', 'The thread of the store stopped; another one is started', { code, livedMs, delayMs, error: crash });
    // Without a delay, there is always a thread: calls wait until it has opened the database.
    if (delayMs === 0) replace();
    else restart = setTimeout(replace, delayMs);
  }

  function replace(): void {
    begin().catch((error: unknown) => log('error', 'The store cannot be opened again', { error }));
  }

  function post<M extends StoreMethod>(to: Life, method: M, args: MethodArgs<M>): Promise<MethodAnswer<M>> {
    lastId += 1;
    const id = lastId;
    return new Promise((resolve, reject) => {
      // Throws, and so rejects, when the arguments cannot be cloned, before a reply is awaited.
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      to.worker.postMessage({ id, method, args } satisfies MethodCall);
      to.waiting.set(id, { resolve: (value) => resolve(value as MethodAnswer<M>), reject });
    });
  }

  return {
    start: async () => {
      await begin();
      started = true;
    },

    call: (method, args) =>
      life === null
        ? Promise.reject(new TransientStoreError(problemOf('store.threadRestarting', {})))
        : post(life, method, args),

    close: async () => {
      closing = true;
      clearTimeout(restart);
      const current = life;
      if (current === null) return;
      try {
        if (started) await post(current, 'close', null);
      } finally {
        await current.worker.terminate();
      }
    },
  };
}

function startThread(workerUrl: URL, workerData: WorkerSetup): Worker {
  // The flags of this process may be meant only for its main script, such as `--test`.
  return new Worker(workerUrl, { workerData, execArgv: [], name: 'store' });
}

function reviveError({ message, stack, problem, transient, corrupt }: RemoteFailure): Error {
  const known = transient ? TransientStoreError : corrupt ? CorruptStoreError : StoreError;
  const error =
    problem === null && known === StoreError ? new Error(message) : new known(problem ?? { code: 'store.bug' });
  // The stack of the thread is more useful than the place where the answer arrived.
  error.stack = stack;
  return error;
}

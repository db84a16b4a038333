/** The caller's side of the thread that owns the database: calls with an answer, and a new thread when one dies. */
import { Worker } from 'node:worker_threads';
import type { Log } from '../../ports.ts';
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
  /** The module that the thread runs: `sqlite-worker.ts`, or what it was bundled to. */
  readonly workerUrl: URL;
  readonly log: Log;
}

export interface WorkerClient {
  /**
   * Starts the thread, which opens the database.
   * @throws StoreError when it cannot be opened
   */
  start(): Promise<void>;
  /**
   * Calls run in the order in which they are made.
   * @throws StoreError when the database gives an error, or the thread died before it answered
   */
  call<M extends StoreMethod>(method: M, args: MethodArgs<M>): Promise<MethodAnswer<M>>;
  /** Closes the database and ends the thread. */
  close(): Promise<void>;
}

/** An error of a call that may pass by itself, such as a full disk: what was to be written is worth keeping. */
export class PassingStoreError extends StoreError {}

/** A thread that lives shorter than this dies young. The second such in a row is replaced after `RESTART_DELAY_MS` only. */
const SHORT_LIFE_MS = 10_000;
const RESTART_DELAY_MS = 2000;

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** One thread from its start to its end. */
interface Life {
  readonly worker: Worker;
  readonly waiting: Map<number, Waiting>;
  readonly began: number;
}

export function createWorkerClient({ file, workerUrl, log }: WorkerClientOptions): WorkerClient {
  let life: Life | null = null;
  /** Opened once: before that, a thread that dies is the end, after it, another one takes its place. */
  let started = false;
  let closing = false;
  /** Of the file that the first thread opened: later threads open no other one, which would not know the endpoints. */
  let identity: string | null = null;
  let lastId = 0;
  /** Threads in a row that died young. */
  let diedYoung = 0;
  let restart: NodeJS.Timeout | undefined;

  function begin(): Promise<void> {
    const worker = new Worker(workerUrl, {
      workerData: { file, identity, now: Date.now() } satisfies WorkerSetup,
      // The flags of this process may be for its own main script only, such as `--test`.
      execArgv: [],
      name: 'store',
    });
    const current: Life = { worker, waiting: new Map(), began: performance.now() };
    life = current;
    let crash: Error | null = null;
    worker.on('message', (reply: MethodReply) => settle(current, reply));
    worker.on('messageerror', (error) => log('error', 'The store got a reply it cannot read', { error }));
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
    const died = new StoreError('The thread of the store stopped before it answered. Another one is started.', {
      cause: crash,
    });
    for (const { reject } of ended.waiting.values()) reject(died);
    ended.waiting.clear();
    if (closing || !started) return;
    const livedMs = performance.now() - ended.began;
    diedYoung = livedMs < SHORT_LIFE_MS ? diedYoung + 1 : 0;
    const delayMs = diedYoung > 1 ? RESTART_DELAY_MS : 0;
    log('error', 'The thread of the store stopped; another one is started', { code, livedMs, delayMs, error: crash });
    // Without a delay there is no moment without a thread: calls wait for it to open.
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
      // Throws, and so rejects, when the arguments cannot be cloned: before anything waits for them.
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window: it has no origin
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
        ? Promise.reject(new PassingStoreError('The thread of the store stopped and is started again soon.'))
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

function reviveError({ message, stack, isStoreError, passing }: RemoteFailure): Error {
  const error = passing ? new PassingStoreError(message) : isStoreError ? new StoreError(message) : new Error(message);
  // Where it happened in the thread says more than where the answer came in.
  error.stack = stack;
  return error;
}

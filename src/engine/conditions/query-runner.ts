/** Runs queries in a thread of its own, so that none can hold up the loop. */
import { Worker } from 'node:worker_threads';
import type { Ms } from '../../contract/model/units.ts';
import type { Timer, Timers } from '../ports.ts';
import { absent, type Looked } from './observation.ts';
import type { TextQuery } from './run-queries.ts';

/** How long a job may take. The first one in a language also loads its library, so it may take longer. */
const LIMIT_MS = 1000;
const FIRST_LIMIT_MS = 10_000;
/** A thread without work ends, for it takes about 20 MB. */
const IDLE_MS = 60_000;

export interface QueryJob {
  readonly id: number;
  readonly text: string;
  readonly queries: readonly TextQuery[];
}

export interface QueryAnswer {
  readonly id: number;
  readonly answers: readonly Looked[];
}

export interface QueryRunner {
  /**
   * @returns an answer for each query, in their order; `queryFailed` when it took longer than a second
   * @throws the signal's reason
   */
  run(text: string, queries: readonly TextQuery[], signal: AbortSignal): Promise<readonly Looked[]>;
  dispose(): Promise<void>;
}

interface Waiting extends QueryJob {
  readonly answer: (answers: readonly Looked[]) => void;
  readonly isWanted: () => boolean;
}

export interface QueryRunnerOptions {
  /** The module that the thread runs: `query-worker.ts`, or what it was bundled to. */
  readonly workerUrl: URL;
  readonly timers: Timers;
  /** Default: a second for a job, ten for the first of a thread. */
  readonly limits?: { readonly job: Ms; readonly first: Ms };
}

export function createQueryRunner(options: QueryRunnerOptions): QueryRunner {
  const { workerUrl, timers } = options;
  const { job: limit, first: firstLimit } = options.limits ?? { job: LIMIT_MS, first: FIRST_LIMIT_MS };
  const queue: Waiting[] = [];
  const ending = new Set<Promise<unknown>>();
  let worker: Worker | null = null;
  /** The languages whose library the thread has loaded. */
  let loaded = new Set<string>();
  let current: Waiting | null = null;
  let timer: Timer | null = null;
  let lastId = 0;
  let disposed = false;

  function arm(callback: () => void, ms: Ms): void {
    if (timer !== null) timers.clear(timer);
    timer = timers.set(callback, ms);
  }

  function next(): void {
    if (current !== null || disposed) return;
    let job = queue.shift();
    while (job !== undefined && !job.isWanted()) job = queue.shift();
    if (job === undefined) {
      if (worker !== null) arm(end, IDLE_MS);
      return;
    }
    current = job;
    worker ??= start();
    const isFirst = job.queries.some(({ language }) => !loaded.has(language));
    arm(() => fail(`took longer than ${limit} ms`), isFirst ? firstLimit : limit);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window: it has no origin
    worker.postMessage({ id: job.id, text: job.text, queries: job.queries } satisfies QueryJob);
  }

  function start(): Worker {
    loaded = new Set();
    const started: Worker = startThread(workerUrl, {
      onAnswer({ id, answers }) {
        if (started !== worker || id !== current?.id) return;
        for (const { language } of current.queries) loaded.add(language);
        finish(answers);
      },
      onFailure(reason) {
        if (started === worker) fail(reason);
      },
    });
    return started;
  }

  function finish(answers: readonly Looked[]): void {
    const job = current;
    current = null;
    if (timer !== null) timers.clear(timer);
    timer = null;
    job?.answer(answers);
    next();
  }

  /** The thread is stuck or gone: the job fails, and the next one gets a new thread. */
  function fail(reason: string): void {
    end();
    finish(current?.queries.map(() => absent({ code: 'queryFailed', reason })) ?? []);
  }

  function end(): void {
    if (worker === null) return;
    const ended = worker.terminate();
    ending.add(ended);
    void ended.finally(() => ending.delete(ended));
    worker = null;
  }

  return {
    async run(text, queries, signal) {
      signal.throwIfAborted();
      if (disposed) throw new TypeError('The query runner has been disposed');
      const { promise, resolve, reject } = Promise.withResolvers<readonly Looked[]>();
      const onAbort = (): void => reject(signal.reason as Error);
      signal.addEventListener('abort', onAbort, { once: true });
      lastId += 1;
      queue.push({ id: lastId, text, queries, answer: resolve, isWanted: () => !signal.aborted });
      next();
      try {
        return await promise;
      } finally {
        signal.removeEventListener('abort', onAbort);
      }
    },
    async dispose() {
      disposed = true;
      if (timer !== null) timers.clear(timer);
      const left = [...(current === null ? [] : [current]), ...queue.splice(0)];
      current = null;
      for (const job of left) job.answer(job.queries.map(() => absent({ code: 'queryFailed', reason: 'stopped' })));
      end();
      await Promise.all(ending);
    },
  };
}

interface ThreadListeners {
  readonly onAnswer: (answer: QueryAnswer) => void;
  /** The thread is gone. */
  readonly onFailure: (reason: string) => void;
}

/** Starts a thread, which keeps no process alive. */
function startThread(workerUrl: URL, { onAnswer, onFailure }: ThreadListeners): Worker {
  const worker = new Worker(workerUrl, {
    execArgv: [],
    name: 'queries',
    resourceLimits: { maxOldGenerationSizeMb: 256 },
  });
  worker.unref();
  worker.on('message', onAnswer);
  worker.on('error', (error) => onFailure(error instanceof Error ? error.message : String(error)));
  worker.on('exit', (code) => onFailure(`its thread ended with code ${code}`));
  return worker;
}

/** Exports of single results, each made in its own thread, for a host that saves or sends the file. */
import { randomBytes } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  RESULT_FILE_ENDINGS,
  type ResultExport,
  type ResultFormat,
  type ResultSelection,
} from '../../../contract/model/result-export.ts';
import type { Message } from '../../../contract/model/text.ts';
import type { EpochMs, Ms } from '../../../contract/model/units.ts';
import { ProblemError, problemOf } from '../../base/problem-error.ts';
import type { Log } from '../../ports.ts';
import { SYSTEM_REASONS } from '../tasks/system-reasons.ts';
import { TaskError, TaskThreads } from '../tasks/task-thread.ts';
import type { ExportProgress, ExportTask } from './export-task.ts';

/** How many can be made at the same time: each takes a processor. */
export const MOST_EXPORTS = 2;
/** How long an export waits to be taken, and how long its outcome is kept. */
const KEPT_MS: Ms = 600_000;
/** How long the end of Lookout waits for exports to stop. */
const STOP_MS: Ms = 300;

export interface ResultExportsOptions {
  /** The database. */
  readonly file: string;
  /** `sqlite-worker.ts`, or its bundle. */
  readonly workerUrl: URL;
  readonly log: Log;
  /** Writes the results that wait to be written. */
  readonly flush: () => Promise<void>;
  /** In milliseconds. Default: the system's clock. */
  readonly now?: () => Ms;
}

/** Where an export goes: a file, or a receiver of its bytes. */
interface Taker extends Pick<ExportTask, 'out'> {
  readonly onPiece: (piece: Uint8Array) => Promise<void>;
}

interface Entry {
  readonly format: ResultFormat;
  readonly selection: ResultSelection;
  readonly abort: AbortController;
  /** When the export last changed. */
  since: Ms;
  shown: ResultExport;
}

export class ResultExports {
  readonly #options: ResultExportsOptions;
  readonly #threads: TaskThreads;
  readonly #now: () => Ms;
  readonly #entries = new Map<string, Entry>();
  readonly #running = new Set<Promise<void>>();

  constructor(options: ResultExportsOptions) {
    this.#options = options;
    this.#threads = new TaskThreads(options.workerUrl);
    this.#now = options.now ?? (() => performance.now());
  }

  /** How many are being made. */
  get running(): number {
    return this.#running.size;
  }

  /** Prepares an export, which waits ten minutes to be taken. */
  create(selection: ResultSelection, format: ResultFormat): ResultExport {
    this.#forgetOld();
    const id = randomBytes(24).toString('base64url');
    const shown: ResultExport = {
      id,
      fileName: fileNameOf(selection, format),
      state: 'waiting',
      done: 0,
      all: null,
      bytes: 0,
      problem: null,
    };
    this.#entries.set(id, { format, selection, abort: new AbortController(), since: this.#now(), shown });
    return shown;
  }

  /** Null: there is no such export, or it is forgotten. */
  get(id: string): ResultExport | null {
    this.#forgetOld();
    return this.#entries.get(id)?.shown ?? null;
  }

  /** Does nothing when there is no such export, or it has ended. */
  cancel(id: string): void {
    const entry = this.#entries.get(id);
    if (entry === undefined || hasEnded(entry)) return;
    entry.abort.abort();
    this.#show(entry, { state: 'cancelled' });
  }

  /**
   * Takes an export, and writes its file, which replaces an existing one.
   * @throws ProblemError when the file cannot be written, or the data cannot be read. Then nothing of it is left
   */
  async save(id: string, out: string): Promise<void> {
    const entry = this.#take(id);
    if (entry !== null) await this.#make(entry, { out, onPiece: () => Promise.resolve() });
  }

  /**
   * Takes an export, and returns its bytes piece by piece. The next piece is made when it is requested. A receiver
   * that stops requesting ends the export.
   * @returns null: there is no such export, or it was taken already
   */
  stream(id: string): AsyncGenerator<Uint8Array, void, undefined> | null {
    const entry = this.#take(id);
    return entry === null ? null : this.#pieces(entry);
  }

  /** Stops all exports. Does not wait long for them. */
  async stop(): Promise<void> {
    for (const id of this.#entries.keys()) this.cancel(id);
    await Promise.race([Promise.allSettled(this.#running), delay(STOP_MS, undefined, { ref: false })]);
    this.#threads.unref();
  }

  /** Removes the temporary files of exports that were not completed because Lookout was killed. */
  async removeScratch(): Promise<void> {
    const { file } = this.#options;
    const start = basename(scratchOf(file, ''));
    const names = await readdir(dirname(file)).catch(() => []);
    for (const name of names) if (name.startsWith(start)) await rm(join(dirname(file), name), { force: true });
  }

  async *#pieces(entry: Entry): AsyncGenerator<Uint8Array, void, undefined> {
    let wanted = Promise.withResolvers<void>();
    let made = nextPiece();
    const making = this.#make(entry, {
      out: null,
      onPiece: async (piece) => {
        made.resolve(piece);
        await wanted.promise;
      },
    });
    making.then(
      () => made.resolve(null),
      (error: unknown) => made.reject(error),
    );
    try {
      for (;;) {
        const piece = await made.promise;
        if (piece === null) return;
        // Set before the thread continues, because it may send the next piece at once.
        made = nextPiece();
        yield piece;
        wanted.resolve();
        wanted = Promise.withResolvers();
      }
    } finally {
      this.cancel(entry.shown.id);
      wanted.resolve();
      await making.catch(() => undefined);
    }
  }

  #take(id: string): Entry | null {
    const entry = this.#entries.get(id);
    if (entry?.shown.state !== 'waiting') return null;
    this.#show(entry, { state: 'running' });
    return entry;
  }

  #make(entry: Entry, taker: Taker): Promise<void> {
    const making = this.#run(entry, taker);
    const counted = making.finally(() => this.#running.delete(counted));
    this.#running.add(counted);
    return counted;
  }

  async #run(entry: Entry, { out, onPiece }: Taker): Promise<void> {
    const { file, flush, log } = this.#options;
    const { signal } = entry.abort;
    const { id, fileName } = entry.shown;
    const { format, selection } = entry;
    try {
      // History without its last rows is more useful than none.
      await flush().catch(() => undefined);
      const task: ExportTask = { task: 'export', file, format, out, scratch: scratchOf(file, id), ...selection };
      await this.#threads.run(task, {
        signal,
        onProgress: (progress) => this.#show(entry, progress as ExportProgress),
        onPiece,
      });
      this.#show(entry, { state: 'done' });
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      const problem = problemFor(error, out ?? fileName);
      log('warn', 'Results could not be exported', { error });
      this.#show(entry, { state: 'failed', problem });
      throw new ProblemError(problem, { cause: error });
    }
  }

  #show(entry: Entry, change: Partial<ResultExport>): void {
    entry.since = this.#now();
    // A cancelled export may still report its progress.
    if (!hasEnded(entry)) entry.shown = { ...entry.shown, ...change };
  }

  #forgetOld(): void {
    for (const [id, entry] of this.#entries) {
      if (entry.shown.state !== 'running' && this.#now() - entry.since > KEPT_MS) this.#entries.delete(id);
    }
  }
}

/** A promise for the next piece. If nobody awaits it, its rejection must not count as unhandled. */
function nextPiece(): PromiseWithResolvers<Uint8Array | null> {
  const next = Promise.withResolvers<Uint8Array | null>();
  next.promise.catch(() => undefined);
  return next;
}

function hasEnded({ shown: { state } }: Entry): boolean {
  return state !== 'waiting' && state !== 'running';
}

function scratchOf(file: string, id: string): string {
  return `${file}-export-${id}`;
}

/** Such as `lookout-results-2026-10-01-to-2026-11-01.csv`, with the days of this computer's time zone. */
function fileNameOf({ from, to }: Pick<ResultSelection, 'from' | 'to'>, format: ResultFormat): string {
  return `lookout-results-${dayOf(from)}-to-${dayOf(to)}${RESULT_FILE_ENDINGS[format]}`;
}

function dayOf(at: EpochMs): string {
  // Swedish writes dates as ISO 8601 does.
  return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short' }).format(at);
}

const REASONS: ReadonlyMap<string | null, string> = new Map([
  ...SYSTEM_REASONS,
  ['ENOENT', 'noFolder'],
  ['ENOTDIR', 'noFolder'],
  ['EISDIR', 'notFile'],
]);

function problemFor(error: unknown, file: string): Message {
  const reason = error instanceof TaskError ? (REASONS.get(error.failure.code) ?? 'other') : 'other';
  return problemOf('export.failed', { reason, file, problem: error instanceof Error ? error.message : String(error) });
}

/** Copies of the data, made and restored while Lookout runs. One task runs at a time, in its own thread. */
import { existsSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { BackupReason, BackupState, BackupWork, DataSizes } from '../../../contract/model/backup.ts';
import type { Message } from '../../../contract/model/text.ts';
import type { EpochMs } from '../../../contract/model/units.ts';
import type { Log } from '../../ports.ts';
import { TaskError, TaskThreads, type Tasks } from '../tasks/task-thread.ts';
import type { Task } from '../tasks/tasks.ts';
import { DataReplacement } from './data-replacement.ts';
import {
  backupFolder,
  listBackups,
  newBackupFile,
  PARTIAL,
  readBackupName,
  readRestoreName,
  removeDatabase,
  removeOldBackups,
  restoreFile,
  restoreNameFile,
} from './files.ts';
import { problemFor } from './problem.ts';
import { Soundness } from './soundness.ts';

const DAY_MS = 86_400_000;
/** How long the end of Lookout waits for a copy to stop. */
const STOP_MS = 300;

export interface BackupsOptions {
  /** The database. */
  readonly file: string;
  /** `sqlite-worker.ts`, or its bundle. */
  readonly workerUrl: URL;
  readonly log: Log;
  /** Default: the system's clock. */
  readonly now?: () => EpochMs;
  /** Where copies are made and checked. Default: in threads. For tests. */
  readonly threads?: Tasks;
  /** Starts Lookout again, when a backup is prepared. Default: it replaces the data whenever Lookout starts again. */
  readonly restart?: (() => void) | undefined;
}

export class Backups {
  /** Replaces the data by a backup when Lookout starts. */
  readonly replacement: DataReplacement;
  readonly #options: BackupsOptions;
  readonly #now: () => EpochMs;
  #work: BackupWork | null = null;
  #abort: AbortController | null = null;
  #problem: Message | null = null;
  readonly #soundness: Soundness;
  #done: Promise<void> = Promise.resolve();
  readonly #threads: Tasks;
  #sizes: Promise<DataSizes> | null = null;
  #notify: () => void = () => undefined;

  constructor(options: BackupsOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#threads = options.threads ?? new TaskThreads(options.workerUrl);
    const { file, log } = options;
    this.#soundness = new Soundness({ file, threads: this.#threads });
    this.replacement = new DataReplacement({ file, log, now: this.#now, threads: this.#threads });
  }

  /** @param listener called when a task begins or ends, and when a backup was deleted; replaces the one before */
  onChanged(listener: () => void): void {
    this.#notify = listener;
  }

  async state(): Promise<BackupState> {
    const { file, restart } = this.#options;
    const backups = await listBackups(file);
    return {
      available: true,
      folder: backupFolder(file),
      backups: backups.map((backup) => ({ ...backup, isSound: this.#soundness.of(backup) })),
      work: this.#work,
      isChecking: this.#soundness.isChecking,
      restarts: restart !== undefined,
      restoreAtStart: existsSync(restoreFile(file)) ? await readRestoreName(file) : null,
      restored: this.replacement.restored,
      problem: this.#problem,
    };
  }

  /** Begins to check the backups that were not checked yet, one after the other. */
  async checkAll(): Promise<void> {
    this.#soundness.checkAll(await listBackups(this.#options.file));
  }

  /** Starts to make a backup, unless something else is being done. */
  start(reason: BackupReason): void {
    this.#begin('backup', async (task) => {
      const target = newBackupFile(this.#options.file, reason, this.#now());
      const partial = target + PARTIAL;
      try {
        await task({ task: 'copy', file: this.#options.file, to: partial });
        await rename(partial, target);
        this.#soundness.found(basename(target), true);
      } finally {
        await removeDatabase(partial);
      }
      await removeOldBackups(this.#options.file, this.#now());
    });
  }

  /** Starts the backup of the day if it is due. */
  async startDaily(): Promise<void> {
    const now = this.#now();
    // A backup with a later time was made while the clock was wrong.
    const newest = (await listBackups(this.#options.file)).find(({ reason, at }) => reason === 'daily' && at <= now);
    if (newest === undefined || now - newest.at >= DAY_MS) this.start('daily');
  }

  /**
   * Starts to prepare a backup, and restarts Lookout when that is done.
   * @throws RangeError when there is no backup of this name
   */
  restore(name: string): void {
    const { file, restart, log } = this.#options;
    this.#pathOf(name);
    this.#begin('restore', async (task, signal) => {
      const prepared = restoreFile(file);
      const partial = prepared + PARTIAL;
      await rm(prepared, { force: true });
      try {
        await task({ task: 'copy', file: join(backupFolder(file), name), to: partial, open: true });
        // Set before the copy gets its final name, because from then on, the next start restores it.
        await writeFile(restoreNameFile(file), name, { mode: 0o600 });
        await rename(partial, prepared);
      } catch (error) {
        if (error instanceof TaskError && error.failure.damaged) this.#soundness.found(name, false);
        throw error;
      } finally {
        await removeDatabase(partial);
      }
      if (restart === undefined || signal.aborted) return;
      this.#work = { what: 'restart', progress: 1 };
      log('info', 'Lookout restarts to restore a backup', { backup: name });
      restart();
    });
  }

  /**
   * Deletes a backup.
   * @throws RangeError when there is none of this name
   */
  async remove(name: string): Promise<void> {
    await removeDatabase(this.#pathOf(name));
    this.#notify();
  }

  /** Stops what is being done, and keeps a prepared backup from replacing the data. Too late once Lookout restarts. */
  async cancel(): Promise<void> {
    if (this.#work?.what === 'restart') return;
    this.#abort?.abort();
    await this.#done;
    await rm(restoreFile(this.#options.file), { force: true });
    await rm(restoreNameFile(this.#options.file), { force: true });
    this.#notify();
  }

  /** Waits until nothing is being done. */
  async settled(): Promise<void> {
    await this.#done;
  }

  /**
   * Stops what is being done. Does not wait long for it: a check of a copy is one call of SQLite, which nothing
   * interrupts. The next start removes what is left of the copy.
   */
  async stop(): Promise<void> {
    this.#abort?.abort();
    await Promise.race([this.#done, delay(STOP_MS, undefined, { ref: false })]);
    this.#threads.unref();
  }

  /** The sizes of the data. Requests at the same time share one answer, because measuring reads the whole file. */
  sizes(): Promise<DataSizes> {
    this.#sizes ??= this.#threads
      .run({ task: 'sizes', file: this.#options.file })
      .then((answer) => answer as DataSizes)
      .finally(() => {
        this.#sizes = null;
      });
    return this.#sizes;
  }

  /** @throws RangeError when there is no backup of this name */
  #pathOf(name: string): string {
    const path = join(backupFolder(this.#options.file), name);
    if (readBackupName(name) === null || !existsSync(path)) throw new RangeError(`There is no backup ${name}`);
    return path;
  }

  #begin(
    what: 'backup' | 'restore',
    work: (task: (task: Task) => Promise<unknown>, signal: AbortSignal) => Promise<void>,
  ): void {
    if (this.#work !== null) return;
    const abort = new AbortController();
    this.#abort = abort;
    this.#work = { what, progress: 0 };
    this.#problem = null;
    this.#notify();
    const task = (one: Task) =>
      this.#threads.run(one, {
        signal: abort.signal,
        onProgress: (progress) => {
          this.#work = { what, progress: Number(progress) };
        },
      });
    this.#done = work(task, abort.signal)
      .catch((error: unknown) => {
        if (abort.signal.aborted) return;
        this.#problem = problemFor(error, what);
        this.#options.log('error', `Lookout could not complete a ${what}`, { error });
      })
      .finally(() => {
        // A restart is near, and nothing else may begin.
        if (this.#work?.what !== 'restart') this.#work = null;
        this.#abort = null;
        this.#notify();
      });
  }
}

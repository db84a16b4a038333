/** Copies of the data, made while Lookout runs. One thing is done at a time, in a thread of its own. */
import { existsSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type {
  Backup,
  BackupReason,
  BackupState,
  BackupWork,
  DataSizes,
  RestoredBackup,
} from '../../../contract/model/backup.ts';
import type { Message } from '../../../contract/model/text.ts';
import type { EpochMs } from '../../../contract/model/units.ts';
import type { Log } from '../../ports.ts';
import {
  backupFolder,
  listBackups,
  newBackupFile,
  PARTIAL,
  readBackupName,
  removeDatabase,
  removeOldBackups,
  removePartials,
  restoreFile,
  restoreNameFile,
  type BackupFile,
} from './files.ts';
import { problemFor } from './problem.ts';
import { Soundness } from './soundness.ts';
import { completeSwap, endSwap, isOutdated, planSwap, readSwap, type Swap } from './swap.ts';
import { TaskError, TaskThreads, type Tasks } from '../tasks/task-thread.ts';
import type { Task } from '../tasks/tasks.ts';

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

/** The replacement of the data at a start, before it was opened. */
export interface Replaced {
  /** The backup that is the data now. */
  readonly from: Pick<Backup, 'name' | 'at'>;
  /** The file that was the data. */
  readonly aside: string;
}

export class Backups {
  readonly #options: BackupsOptions;
  readonly #now: () => EpochMs;
  #work: BackupWork | null = null;
  #abort: AbortController | null = null;
  #problem: Message | null = null;
  #restored: RestoredBackup | null = null;
  readonly #soundness: Soundness;
  #done: Promise<void> = Promise.resolve();
  readonly #threads: Tasks;
  #sizes: Promise<DataSizes> | null = null;

  constructor(options: BackupsOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#threads = options.threads ?? new TaskThreads(options.workerUrl);
    this.#soundness = new Soundness({ file: options.file, threads: this.#threads });
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
      restoreAtStart: existsSync(restoreFile(file)) ? await preparedName(file) : null,
      restored: this.#restored,
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
        // Before the copy has its name: from then on, the next start puts it in place.
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
  }

  /** Stops what is being done, and keeps a prepared backup from replacing the data. Too late once Lookout restarts. */
  async cancel(): Promise<void> {
    if (this.#work?.what === 'restart') return;
    this.#abort?.abort();
    await this.#done;
    await rm(restoreFile(this.#options.file), { force: true });
    await rm(restoreNameFile(this.#options.file), { force: true });
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

  /** What takes space. Requests at the same time share one answer, because finding out reads the whole file. */
  sizes(): Promise<DataSizes> {
    this.#sizes ??= this.#threads
      .run({ task: 'sizes', file: this.#options.file })
      .then((answer) => answer as DataSizes)
      .finally(() => {
        this.#sizes = null;
      });
    return this.#sizes;
  }

  /**
   * Puts a prepared backup in the place of the data, and completes what an earlier start began. Call it before the data
   * is opened, and call `opened` when that succeeded.
   * @returns what replaced damaged data that has not been reported yet; null: nothing
   */
  async replaceAtStart(): Promise<Replaced | null> {
    const { file, log } = this.#options;
    // A problem of the folder is reported when the data is opened.
    await removePartials(file).catch((error: unknown) =>
      log('warn', 'What is left of copies that were not completed cannot be removed', { error }),
    );
    const earlier = await readSwap(file);
    if (!existsSync(restoreFile(file))) return earlier === null ? null : this.#noteReplaced(earlier);
    const swap =
      earlier !== null && !isOutdated(file, earlier)
        ? earlier
        : await planSwap(file, { why: 'replaced', from: readBackupName(await preparedName(file)), at: this.#now() });
    await completeSwap(file, swap);
    await rm(restoreNameFile(file), { force: true });
    log('info', 'Lookout restored a backup', { backup: swap.from?.name, aside: swap.aside });
    return this.#noteReplaced(swap);
  }

  /** Call it when the data was opened: from now on, damage counts as new. */
  async opened(): Promise<void> {
    await endSwap(this.#options.file);
  }

  /**
   * Sets the damaged data aside, and puts the newest backup that can be opened in its place. Not twice in a row: a
   * backup that the previous start or this one put in place stays.
   * @returns null: nothing was changed
   */
  async replaceDamaged(): Promise<Replaced | null> {
    const { file, log } = this.#options;
    if ((await readSwap(file)) !== null) return null;
    for (const { name, reason, at } of byUse(await listBackups(file), this.#now())) {
      if (reason === 'damaged') continue;
      const copy = restoreFile(file) + PARTIAL;
      try {
        const task = { task: 'copy', file: join(backupFolder(file), name), to: copy, open: true } as const;
        await this.#threads.run(task);
      } catch (error) {
        await removeDatabase(copy);
        log('warn', 'A backup cannot be used', { backup: name, error });
        continue;
      }
      const swap = await planSwap(file, { why: 'damaged', from: { name, at }, at: this.#now() });
      await rename(copy, restoreFile(file));
      await completeSwap(file, swap);
      log('error', 'The data was damaged. Lookout continues with a backup', { backup: name, aside: swap.aside });
      return this.#noteReplaced(swap);
    }
    return null;
  }

  /** @throws RangeError when there is no backup of this name */
  #pathOf(name: string): string {
    const path = join(backupFolder(this.#options.file), name);
    if (readBackupName(name) === null || !existsSync(path)) throw new RangeError(`There is no backup ${name}`);
    return path;
  }

  /** @returns what replaced damaged data; null: the person restored a backup */
  #noteReplaced({ why, from, aside }: Swap): Replaced | null {
    this.#restored = { from, aside };
    return why === 'damaged' && from !== null ? { from, aside } : null;
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
      });
  }
}

/**
 * Newest first. Those with a later time, made while the clock was wrong, come last: one of them is better than none.
 */
function byUse(backups: readonly BackupFile[], now: EpochMs): readonly BackupFile[] {
  return [...backups.filter(({ at }) => at <= now), ...backups.filter(({ at }) => at > now)];
}

/** The backup that the prepared copy is of; empty: it is not known. */
function preparedName(file: string): Promise<string> {
  return readFile(restoreNameFile(file), 'utf8').catch(() => '');
}

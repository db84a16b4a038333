/** Copies of the data, made while Lookout runs. One thing is done at a time, in a thread of its own. */
import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Backup, BackupReason, BackupState, BackupWork, DataSizes } from '../../../contract/model/backup.ts';
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
} from './files.ts';
import { completeSwap, endSwap, isOutdated, planSwap, readSwap, type Swap } from './swap.ts';
import { TaskThreads } from './task-thread.ts';
import type { Task } from './tasks.ts';

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
}

/** What a start did with the data before it was opened. */
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
  #problem: string | null = null;
  /** The backup that was prepared, as far as this process knows. */
  #prepared: string | null = null;
  #done: Promise<void> = Promise.resolve();
  readonly #threads: TaskThreads;
  #sizes: Promise<DataSizes> | null = null;

  constructor(options: BackupsOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#threads = new TaskThreads(options.workerUrl);
  }

  async state(): Promise<BackupState> {
    const { file } = this.#options;
    return {
      available: true,
      folder: backupFolder(file),
      backups: await listBackups(file),
      work: this.#work,
      restoreAtStart: existsSync(restoreFile(file)) ? (this.#prepared ?? '') : null,
      problem: this.#problem,
    };
  }

  /** Starts to make a backup, unless something else is being done. */
  start(reason: BackupReason): void {
    this.#begin('backup', async (task) => {
      const target = newBackupFile(this.#options.file, reason, this.#now());
      const partial = target + PARTIAL;
      try {
        await task({ task: 'copy', file: this.#options.file, to: partial });
        await rename(partial, target);
      } finally {
        await removeDatabase(partial);
      }
      await removeOldBackups(this.#options.file, this.#now());
    });
  }

  /** Starts the backup of the day if it is due. */
  async startDaily(): Promise<void> {
    const now = this.#now();
    // One of the future is from when the clock was wrong.
    const newest = (await listBackups(this.#options.file)).find(({ reason, at }) => reason === 'daily' && at <= now);
    if (newest === undefined || now - newest.at >= DAY_MS) this.start('daily');
  }

  /**
   * Starts to prepare a backup for the next start.
   * @throws RangeError when there is no backup of this name
   */
  restore(name: string): void {
    const { file } = this.#options;
    if (readBackupName(name) === null || !existsSync(join(backupFolder(file), name))) {
      throw new RangeError(`There is no backup ${name}`);
    }
    this.#begin('restore', async (task) => {
      const prepared = restoreFile(file);
      const partial = prepared + PARTIAL;
      await rm(prepared, { force: true });
      try {
        await task({ task: 'copy', file: join(backupFolder(file), name), to: partial, open: true });
        await rename(partial, prepared);
        this.#prepared = name;
      } finally {
        await removeDatabase(partial);
      }
    });
  }

  /** Stops what is being done, and keeps a prepared backup from replacing the data. */
  async cancel(): Promise<void> {
    this.#abort?.abort();
    await this.#done;
    await rm(restoreFile(this.#options.file), { force: true });
    this.#prepared = null;
  }

  /** Waits until nothing is being done. */
  async settled(): Promise<void> {
    await this.#done;
  }

  /**
   * Stops what is being done. Does not wait long for it: a check of a copy is one call of SQLite, which nothing interrupts. What is
   * left of the copy is removed by the next start.
   */
  async stop(): Promise<void> {
    this.#abort?.abort();
    await Promise.race([this.#done, delay(STOP_MS, undefined, { ref: false })]);
    this.#threads.unref();
  }

  /** What takes space. All who ask at the same time get the same answer: finding out reads the whole file. */
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
   * Puts a prepared backup in the place of the data, and completes what an earlier start began. Call it before the data is
   * opened, and `opened` when that was possible.
   * @returns what replaced damaged data that has not been reported yet; null: nothing
   */
  async replaceAtStart(): Promise<Replaced | null> {
    const { file, log } = this.#options;
    // What is wrong with the folder is reported when the data is opened.
    await removePartials(file).catch((error: unknown) =>
      log('warn', 'What is left of copies that were not completed cannot be removed', { error }),
    );
    const earlier = await readSwap(file);
    if (!existsSync(restoreFile(file))) return earlier === null ? null : replacedBy(earlier);
    const swap =
      earlier !== null && !isOutdated(file, earlier)
        ? earlier
        : await planSwap(file, { why: 'replaced', from: null, at: this.#now() });
    await completeSwap(file, swap);
    log('info', 'Lookout restored a backup', { aside: swap.aside });
    return replacedBy(swap);
  }

  /** Call it when the data was opened: from now on, damage is a new one. */
  async opened(): Promise<void> {
    await endSwap(this.#options.file);
  }

  /**
   * Sets the damaged data aside, and puts the newest backup that can be opened in its place. Not twice in a row: what was put
   * in place by the start before, or by this one, stays.
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
      return replacedBy(swap);
    }
    return null;
  }

  #begin(what: BackupWork['what'], work: (task: (task: Task) => Promise<unknown>) => Promise<void>): void {
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
    this.#done = work(task)
      .catch((error: unknown) => {
        if (abort.signal.aborted) return;
        this.#problem = error instanceof Error ? error.message : String(error);
        this.#options.log('error', `Lookout could not complete a ${what}`, { error });
      })
      .finally(() => {
        this.#work = null;
        this.#abort = null;
      });
  }
}

/** Newest first; those of the future, from when the clock was wrong, last: one is better than none. */
function byUse(backups: readonly Backup[], now: EpochMs): readonly Backup[] {
  return [...backups.filter(({ at }) => at <= now), ...backups.filter(({ at }) => at > now)];
}

function replacedBy({ why, from, aside }: Swap): Replaced | null {
  return why === 'damaged' && from !== null ? { from, aside } : null;
}

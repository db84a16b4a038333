/** Replaces the data by a backup when Lookout starts, before the data is opened. */
import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Backup, RestoredBackup } from '../../../contract/model/backup.ts';
import type { EpochMs } from '../../../contract/model/units.ts';
import type { Log } from '../../ports.ts';
import type { Tasks } from '../tasks/task-thread.ts';
import {
  backupFolder,
  listBackups,
  PARTIAL,
  readBackupName,
  readRestoreName,
  removeDatabase,
  removePartials,
  restoreFile,
  restoreNameFile,
  type BackupFile,
} from './files.ts';
import { completeSwap, endSwap, isOutdated, planSwap, readSwap, type Swap } from './swap.ts';

export interface DataReplacementOptions {
  /** The database. */
  readonly file: string;
  readonly log: Log;
  readonly now: () => EpochMs;
  readonly threads: Tasks;
}

/** The replacement of the data at a start, before the data is opened. */
export interface Replaced {
  /** The backup that became the data. */
  readonly from: Pick<Backup, 'name' | 'at'>;
  /** The file that was the data. */
  readonly aside: string;
}

export class DataReplacement {
  readonly #options: DataReplacementOptions;
  #restored: RestoredBackup | null = null;

  constructor(options: DataReplacementOptions) {
    this.#options = options;
  }

  /** The backup that was put in place at this start; null: none was. */
  get restored(): RestoredBackup | null {
    return this.#restored;
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
        : await planSwap(file, {
            why: 'replaced',
            from: readBackupName(await readRestoreName(file)),
            at: this.#options.now(),
          });
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
   * Sets the damaged data aside, and puts the newest backup that can be opened in its place. It does this only once in
   * a row: a backup that this start or the previous one put in place stays.
   * @returns null: nothing was changed
   */
  async replaceDamaged(): Promise<Replaced | null> {
    const { file, log } = this.#options;
    if ((await readSwap(file)) !== null) return null;
    for (const { name, reason, at } of byUse(await listBackups(file), this.#options.now())) {
      if (reason === 'damaged') continue;
      const copy = restoreFile(file) + PARTIAL;
      try {
        const task = { task: 'copy', file: join(backupFolder(file), name), to: copy, open: true } as const;
        await this.#options.threads.run(task);
      } catch (error) {
        await removeDatabase(copy);
        log('warn', 'A backup cannot be used', { backup: name, error });
        continue;
      }
      const swap = await planSwap(file, { why: 'damaged', from: { name, at }, at: this.#options.now() });
      await rename(copy, restoreFile(file));
      await completeSwap(file, swap);
      log('error', 'The data was damaged. Lookout continues with a backup', { backup: name, aside: swap.aside });
      return this.#noteReplaced(swap);
    }
    return null;
  }

  /** @returns what replaced damaged data; null: the person restored a backup */
  #noteReplaced({ why, from, aside }: Swap): Replaced | null {
    this.#restored = { from, aside };
    return why === 'damaged' && from !== null ? { from, aside } : null;
  }
}

/**
 * Newest first. Those with a later time, made while the clock was wrong, come last: one of them is better than none.
 */
function byUse(backups: readonly BackupFile[], now: EpochMs): readonly BackupFile[] {
  return [...backups.filter(({ at }) => at <= now), ...backups.filter(({ at }) => at > now)];
}

/** Which backups are sound, as far as this process has checked them. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { backupFolder, type BackupFile } from './files.ts';
import { TaskError, type Tasks } from '../tasks/task-thread.ts';

/** Larger backups would take a processor for many seconds, and are only checked when they are made or restored. */
const MOST_BYTES = 512 * 1024 * 1024;

export interface SoundnessOptions {
  /** The database whose backups these are. */
  readonly file: string;
  readonly threads: Tasks;
}

export class Soundness {
  readonly #options: SoundnessOptions;
  readonly #isSound = new Map<string, boolean>();
  #checking: Promise<void> | null = null;

  constructor(options: SoundnessOptions) {
    this.#options = options;
  }

  get isChecking(): boolean {
    return this.#checking !== null;
  }

  /** Null: it was not checked. */
  of({ name, reason }: BackupFile): boolean | null {
    return reason === 'damaged' ? false : (this.#isSound.get(name) ?? null);
  }

  /** Records what another task found out about a backup. */
  found(name: string, isSound: boolean): void {
    this.#isSound.set(name, isSound);
  }

  /** Begins to check those that were not checked yet, one after the other, unless that is under way. */
  checkAll(backups: readonly BackupFile[]): void {
    const unchecked = backups.filter((backup) => this.of(backup) === null && this.#canCheck(backup));
    if (this.#checking !== null || unchecked.length === 0) return;
    this.#checking = this.#checkEach(unchecked).finally(() => {
      this.#checking = null;
    });
  }

  async #checkEach(backups: readonly BackupFile[]): Promise<void> {
    const { file, threads } = this.#options;
    for (const { name } of backups) {
      try {
        await threads.run({ task: 'check', file: join(backupFolder(file), name) });
        this.found(name, true);
      } catch (error) {
        // Otherwise it was removed meanwhile, or cannot be read now.
        if (error instanceof TaskError && error.failure.damaged) this.found(name, false);
        else if (error instanceof TaskError) return;
      }
    }
  }

  /** With a log beside it, a database cannot be checked without changing it. */
  #canCheck({ name, bytes }: BackupFile): boolean {
    const log = statSync(`${join(backupFolder(this.#options.file), name)}-wal`, { throwIfNoEntry: false });
    return bytes <= MOST_BYTES && (log === undefined || log.size === 0);
  }
}

import { constants, copyFileSync, existsSync, renameSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { EpochMs } from '../../../contract/model/units.ts';
import { newBackupFile, PARTIAL } from './files.ts';

/**
 * Copies a database that migrations will change. Call it while nothing has the database open. A copy that fails, for
 * example because the disk is full, does not keep Lookout from starting.
 * @param newest the version of the last migration
 * @returns why there is no copy; null: there is one, or none is needed
 */
export function copyBeforeMigration(file: string, newest: number, now: EpochMs): string | null {
  if (!existsSync(file)) return null;
  let partial: string | null = null;
  try {
    if (!isOlder(file, newest)) return null;
    const target = newBackupFile(file, 'update', now);
    partial = target + PARTIAL;
    // Takes no time and no space where the file system can share the content of files.
    copyFileSync(file, partial, constants.COPYFILE_FICLONE);
    renameSync(partial, target);
    return null;
  } catch (error) {
    if (partial !== null) rmSync(partial, { force: true });
    return error instanceof Error ? error.message : String(error);
  }
}

/** Whether the database is older. Also moves its log into the database, so that the file has everything. */
function isOlder(file: string, newest: number): boolean {
  const database = new DatabaseSync(file);
  try {
    const { tables } =
      database.prepare("SELECT count(*) AS tables FROM sqlite_schema WHERE name = 'migration'").get() ?? {};
    if (tables !== 1) return false;
    const { version } = database.prepare('SELECT max(version) AS version FROM migration').get() ?? {};
    if (version === null || Number(version) >= newest) return false;
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    return true;
  } finally {
    database.close();
  }
}

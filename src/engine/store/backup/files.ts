/** The files of backups: their folder, their names, and how many of each are kept. */
import { existsSync, mkdirSync } from 'node:fs';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Backup, BackupReason } from '../../../contract/model/backup.ts';
import type { EpochMs } from '../../../contract/model/units.ts';

/** The most backups made on demand. They are kept until a person removes them. */
export const MOST_MANUAL = 10;
/** The suffix of a file until it is complete. */
export const PARTIAL = '.partial';
/** How many backups of each reason are kept: the newest ones. */
const KEPT: Readonly<Record<BackupReason, number>> = {
  daily: 7,
  manual: Infinity,
  update: 3,
  replaced: 3,
  damaged: 3,
};

const NAME = /^lookout-(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z-(daily|manual|update|replaced|damaged)\.db$/u;
/** The suffixes of the files beside a database. */
const SIDE_FILES = ['-wal', '-shm', '-journal'] as const;

export function backupFolder(file: string): string {
  return join(dirname(file), 'backups');
}

/** Where a prepared copy waits for the next start. */
export function restoreFile(file: string): string {
  return `${file}-restore`;
}

/** The file with the name of the backup from which the copy was prepared. */
export function restoreNameFile(file: string): string {
  return `${file}-restore-name`;
}

/** The name of the backup from which the copy was prepared; empty: it is not known. */
export function readRestoreName(file: string): Promise<string> {
  return readFile(restoreNameFile(file), 'utf8').catch(() => '');
}

/** Where the plan of a swap is, see `swap.ts`. */
export function swapFile(file: string): string {
  return `${file}-swap`;
}

/** The name of a new backup. Creates the folder, readable only by its owner. */
export function newBackupFile(file: string, reason: BackupReason, at: EpochMs): string {
  const folder = backupFolder(file);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return join(folder, `lookout-${new Date(at).toISOString().replaceAll(/[:.]/gu, '-')}-${reason}.db`);
}

/** Null: it is not the name of a backup. */
export function readBackupName(name: string): Pick<Backup, 'name' | 'reason' | 'at'> | null {
  const match = NAME.exec(name);
  if (match === null) return null;
  const [, day = '', hour = '', minute = '', second = '', ms = '', reason = ''] = match;
  const at = Date.parse(`${day}T${hour}:${minute}:${second}.${ms}Z`);
  return Number.isNaN(at) ? null : { name, reason: reason as BackupReason, at };
}

/** The names in the folder; none when there is no such folder. */
function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  });
}

/** A backup as it is in its folder. */
export type BackupFile = Omit<Backup, 'isSound'>;

/** The backups of a database, newest first. */
export async function listBackups(file: string): Promise<readonly BackupFile[]> {
  const folder = backupFolder(file);
  const backups: BackupFile[] = [];
  for (const name of await namesIn(folder)) {
    const backup = readBackupName(name);
    const size = backup === null ? null : await stat(join(folder, name)).catch(() => null);
    if (backup !== null && size !== null) backups.push({ ...backup, bytes: size.size });
  }
  return backups.sort((a, b) => b.at - a.at);
}

/**
 * Removes the oldest backups. Those with a later time, made while the clock was wrong, neither count nor are removed;
 * otherwise they would replace all others.
 */
export async function removeOldBackups(file: string, now: EpochMs): Promise<void> {
  const backups = (await listBackups(file)).filter(({ at }) => at <= now);
  for (const reason of Object.keys(KEPT) as BackupReason[]) {
    const old = backups.filter((backup) => backup.reason === reason).slice(KEPT[reason]);
    // The first damaged file may have data that no backup has.
    if (reason === 'damaged') old.pop();
    for (const { name } of old) await removeDatabase(join(backupFolder(file), name));
  }
}

/** Removes files that were not completed because Lookout was killed. Call it while no backup is being made. */
export async function removePartials(file: string): Promise<void> {
  const folder = backupFolder(file);
  for (const name of await namesIn(folder)) {
    const end = name.indexOf(PARTIAL);
    if (end !== -1 && readBackupName(name.slice(0, end)) !== null) await rm(join(folder, name), { force: true });
  }
  await removeDatabase(restoreFile(file) + PARTIAL);
  if (!existsSync(restoreFile(file))) await rm(restoreNameFile(file), { force: true });
  await rm(swapFile(file) + PARTIAL, { force: true });
}

/** Removes a database and the files beside it. */
export async function removeDatabase(path: string): Promise<void> {
  for (const suffix of ['', ...SIDE_FILES]) await rm(path + suffix, { force: true });
}

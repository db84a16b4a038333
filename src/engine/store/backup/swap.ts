/**
 * Puts a prepared copy in the place of the database, so that a kill at any moment loses nothing: a plan is written
 * first, and the next start completes it. The plan stays until the new database was opened.
 */
import { existsSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Backup } from '../../../contract/model/backup.ts';
import type { EpochMs } from '../../../contract/model/units.ts';
import { backupFolder, newBackupFile, PARTIAL, readBackupName, restoreFile, swapFile } from './files.ts';

/** The suffixes of the files of a database. The database itself is last: once it has moved, all have. */
const SUFFIXES = ['-wal', '-journal', ''] as const;

export interface Swap {
  /** The name of the old database among the backups. */
  readonly aside: string;
  readonly why: 'replaced' | 'damaged';
  /** The backup that becomes the data; null: not known. */
  readonly from: Pick<Backup, 'name' | 'at'> | null;
}

/**
 * The plan of a swap that was not completed, or whose result was never opened; null: there is none, or nothing was
 * moved yet and the copy is gone.
 */
export async function readSwap(file: string): Promise<Swap | null> {
  const text = await readFile(swapFile(file), 'utf8').catch(() => '');
  const [aside = '', from = ''] = text.split('\n');
  const parsed = readBackupName(aside);
  if (parsed === null || (parsed.reason !== 'replaced' && parsed.reason !== 'damaged')) return null;
  const isBegun = existsSync(restoreFile(file)) || existsSync(join(backupFolder(file), aside));
  return isBegun ? { aside, why: parsed.reason, from: readBackupName(from) } : null;
}

/** Plans a swap. Nothing is moved before `completeSwap`. */
export async function planSwap(
  file: string,
  { why, from, at }: Pick<Swap, 'why' | 'from'> & { readonly at: EpochMs },
): Promise<Swap> {
  const aside = basename(newBackupFile(file, why, at));
  const partial = swapFile(file) + PARTIAL;
  await writeFile(partial, `${aside}\n${from?.name ?? ''}\n`, { mode: 0o600 });
  await rename(partial, swapFile(file));
  return { aside, why, from };
}

/** Whether a plan belongs to an earlier swap: the file that it sets aside is already there. */
export function isOutdated(file: string, { aside }: Swap): boolean {
  return existsSync(join(backupFolder(file), aside)) && existsSync(file);
}

/**
 * Moves the database aside, and the prepared copy into its place. Does nothing when there is no prepared copy, because
 * it is in place already. Nothing may have either of them open.
 */
export async function completeSwap(file: string, { aside }: Swap): Promise<void> {
  const prepared = restoreFile(file);
  if (!existsSync(prepared)) return;
  for (const suffix of SUFFIXES) await moveIfThere(file + suffix, join(backupFolder(file), aside) + suffix);
  await rm(`${file}-shm`, { force: true });
  await rename(prepared, file);
}

/** Forgets the plan. */
export async function endSwap(file: string): Promise<void> {
  await rm(swapFile(file), { force: true });
}

async function moveIfThere(from: string, to: string): Promise<void> {
  await rename(from, to).catch((error: unknown) => {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!isMissing) throw error;
  });
}

/** Whether a command that must change nothing can read the data of a folder as it is. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { restoreFile } from './backup/files.ts';
import { DATABASE_FILE } from './data-folder.ts';
import { MIGRATIONS } from './sqlite/migrations.ts';

/**
 * `missing`: there is no database. `restore`: a backup replaces it at the next start. `older`: an earlier Lookout wrote it, so the
 * next start updates it.
 */
export type DataObstacle = 'missing' | 'restore' | 'older';

/**
 * Creates and changes nothing.
 * @returns why a start of Lookout has to come first; null: the data is current, or opening it will say what is wrong
 */
export async function obstacleOf(dir: string): Promise<DataObstacle | null> {
  const file = join(dir, DATABASE_FILE);
  if (!existsSync(file)) return 'missing';
  if (existsSync(restoreFile(file))) return 'restore';
  // Imported here, so that commands that need no data do not load SQLite.
  const { DatabaseSync } = await import('node:sqlite');
  try {
    const database = new DatabaseSync(file, { readOnly: true });
    try {
      const { version } = database.prepare('SELECT max(version) AS version FROM migration').get() ?? {};
      return Number(version) < (MIGRATIONS.at(-1)?.version ?? 0) ? 'older' : null;
    } finally {
      database.close();
    }
  } catch {
    return null;
  }
}

import { resolve } from 'node:path';
import { obstacleOf } from '../../engine/store/current-data.ts';
import { defaultDataDir } from '../../engine/store/data-folder.ts';
import { UsageError, usageProblem } from '../base/usage-error.ts';

const CODES = { missing: 'usage.noData', restore: 'usage.dataToRestore', older: 'usage.dataToUpdate' } as const;

/**
 * The folder of `--data-dir`, with data that can be read without changing it.
 * @param dataDir null: the platform's
 * @throws UsageError when there is no data, or a start of Lookout would replace or update it
 */
export async function currentDataDir(dataDir: string | null): Promise<string> {
  const folder = resolve(dataDir ?? defaultDataDir());
  const obstacle = await obstacleOf(folder);
  if (obstacle !== null) throw new UsageError([usageProblem(CODES[obstacle], { folder })]);
  return folder;
}

import type { FileIssue } from '../../contract/model/issue.ts';
import type { LoadedConfig } from '../../engine/importers/lookout-yaml/load.ts';
import { readConfigText, type ReadOptions } from '../../engine/importers/lookout-yaml/read.ts';
import { readTextFile } from '../../engine/importers/text-file.ts';
import { UsageError } from '../base/usage-error.ts';

/** The content of a config file without errors. */
export type ReadFileConfig = Extract<LoadedConfig, { ok: true }>;

/**
 * Reads `--config FILE`.
 * @throws UsageError with a problem per error, or the signal's reason
 */
export async function readConfig(path: string, options: ReadOptions): Promise<ReadFileConfig> {
  return (await readConfigWithText(path, options)).config;
}

/** Like `readConfig`, with the text of the file, which may be a pipe that cannot be read again. */
export async function readConfigWithText(
  path: string,
  options: ReadOptions,
): Promise<{ readonly config: ReadFileConfig; readonly text: string }> {
  const read = await readTextFile(path, options);
  if (!read.ok) {
    const problem: FileIssue = { ...read.problem, file: path, position: null };
    throw new UsageError([problem]);
  }
  const config = await readConfigText(read.text, path, options);
  if (!config.ok) throw new UsageError(config.errors);
  return { config, text: read.text };
}

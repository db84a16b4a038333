import type { LoadedConfig } from '../engine/importers/lookout-yaml/load.ts';
import { readConfigFile, type ReadOptions } from '../engine/importers/lookout-yaml/read.ts';
import { UsageError } from './usage-error.ts';

/** The content of a config file without errors. */
export type ReadFileConfig = Extract<LoadedConfig, { ok: true }>;

/**
 * Reads `--config FILE`.
 * @throws UsageError with a problem per error, or the signal's reason
 */
export async function readConfig(path: string, options: ReadOptions): Promise<ReadFileConfig> {
  const config = await readConfigFile(path, options);
  if (config.ok) return config;
  throw new UsageError(config.errors);
}

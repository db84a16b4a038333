import type { EndpointInput } from '../contract/model/endpoint.ts';
import { readConfigFile, type ReadOptions } from '../engine/importers/lookout-yaml/read.ts';
import { UsageError } from './usage-error.ts';

/**
 * Reads `--config FILE`.
 * @throws UsageError with a problem per error, or the signal's reason
 */
export async function readConfig(path: string, options: ReadOptions): Promise<readonly EndpointInput[]> {
  const config = await readConfigFile(path, options);
  if (config.ok) return config.endpoints;
  throw new UsageError(config.errors);
}

import type { EndpointInput } from '../contract/model.ts';
import { formatConfigError } from '../engine/config-file/config-error.ts';
import { loadConfigFile } from '../engine/config-file/load.ts';
import { printable } from './io.ts';
import { UsageError } from './usage.ts';

/**
 * Reads `--config FILE`.
 * @throws UsageError with a line for each thing that is wrong
 */
export async function readConfig(path: string): Promise<readonly EndpointInput[]> {
  const config = await loadConfigFile(path);
  if (config.ok) return config.endpoints;
  throw new UsageError(config.errors.map((error) => printable(formatConfigError(error))).join('\n'));
}

import type { EndpointInput } from '../contract/model.ts';
import { formatConfigError } from '../engine/config-file/config-error.ts';
import type { Environment } from '../engine/config-file/environment.ts';
import { loadConfigFile } from '../engine/config-file/load.ts';
import { printable } from './io.ts';
import { UsageError } from './usage.ts';

/**
 * Reads `--config FILE`, with the environment's values for `${NAME}`.
 * @throws UsageError with a line for each thing that is wrong
 */
export async function readConfig(path: string, environment: Environment): Promise<readonly EndpointInput[]> {
  const config = await loadConfigFile(path, { environment });
  if (config.ok) return config.endpoints;
  throw new UsageError(config.errors.map((error) => printable(formatConfigError(error))).join('\n'));
}

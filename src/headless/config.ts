import type { EndpointInput } from '../contract/model/endpoint.ts';
import { readConfigFile, type ReadOptions } from '../engine/importers/lookout-yaml/read.ts';
import { printable } from './io.ts';
import { texts } from './texts.ts';
import { UsageError } from './usage.ts';

/**
 * Reads `--config FILE`.
 * @throws UsageError with a line per error, or the signal's reason
 */
export async function readConfig(path: string, options: ReadOptions): Promise<readonly EndpointInput[]> {
  const config = await readConfigFile(path, options);
  if (config.ok) return config.endpoints;
  throw new UsageError(config.errors.map((error) => printable(texts.fileIssue(error))).join('\n'));
}

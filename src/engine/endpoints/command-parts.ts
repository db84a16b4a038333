import { RequestError } from '../base/request-error.ts';
import type { CheckKind } from '../check/kind.ts';
import type { EndpointChanges, EndpointChangesOptions } from './changes.ts';
import type { Monitor } from './monitor.ts';

/** The parts of the engine that the commands need. */
export interface CommandParts extends EndpointChangesOptions {
  readonly kinds: readonly CheckKind[];
  readonly changes: EndpointChanges;
}

/** @throws RequestError `inConfigFile` when one of them comes from lookout.yaml */
export function assertEditable(monitors: readonly Monitor[]): void {
  const fromFile = monitors.find(({ endpoint }) => endpoint.source === 'file');
  if (fromFile === undefined) return;
  const { name } = fromFile.endpoint.config;
  throw new RequestError('inConfigFile', { name });
}

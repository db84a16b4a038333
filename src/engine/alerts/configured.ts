/** What channels and rules share: a name, and where they come from. */
import type { AlertRule } from '../../contract/model/alert-rule.ts';
import { issueOf } from '../base/issues.ts';
import { invalid, RequestError } from '../base/request-error.ts';

/** A channel or a rule. */
export interface Configured {
  readonly id: string;
  readonly source: AlertRule['source'];
  readonly config: { readonly name: string };
}

/** @throws RequestError when there is none with this id, or when it is in lookout.yaml */
export function editable<T extends Configured>(
  all: readonly T[],
  id: string,
  missing: 'channelNotFound' | 'ruleNotFound',
): T {
  const one = all.find((candidate) => candidate.id === id);
  if (one === undefined) throw new RequestError(missing, {});
  if (one.source === 'file') throw new RequestError('alertingInConfigFile', { name: one.config.name });
  return one;
}

/**
 * @param id the one that gets the name; undefined: a new one
 * @throws RequestError `invalid` when another one has the name
 */
export function requireFreeName(
  name: string,
  id: string | undefined,
  reason: 'channel' | 'rule',
  all: readonly Configured[],
): void {
  if (all.some((other) => other.id !== id && other.config.name === name)) {
    throw invalid([issueOf('nameTaken', `${reason}.name`, { reason }, { given: name })]);
  }
}

/** The id that the file's entry of this name had before, or a new one. */
export function fileId(all: readonly Configured[], name: string): string {
  return all.find(({ source, config }) => source === 'file' && config.name === name)?.id ?? crypto.randomUUID();
}

import type { SourceInput } from '../../contract/model/source.ts';
import { issueOf, issuesWithin } from '../base/issues.ts';
import { invalid } from '../base/request-error.ts';
import { bareConfig, readSource, type StoredSource } from './source-config.ts';

/**
 * Reads a source that a page or a script sends. Absent fields, and an empty token, stay as they are.
 * @param kept the source as it is stored; undefined: a new one
 * @returns the config with its token: sealed if it stays, otherwise in clear
 * @throws RequestError `invalid`
 */
export function readSourceInput(input: SourceInput, kept: StoredSource | undefined): StoredSource {
  const { token = '', ...rest } = input;
  const keeps = token === '' && kept !== undefined;
  const read = readSource({
    ...(kept === undefined ? {} : bareConfig(kept)),
    ...rest,
    token: keeps ? 'kept' : token,
  });
  if (!read.ok) throw invalid(issuesWithin('source', read.issues));
  if (!keeps) return { ...read.config };
  // Otherwise a person who may change the address, but does not know the token, could have it sent to their own server.
  if (originOf(kept.address) !== originOf(read.config.address)) {
    throw invalid([issueOf('sourceTokenAgain', 'source.token', {})]);
  }
  return { ...read.config, token: kept.token };
}

function originOf(address: string): string {
  return new URL(address).origin;
}

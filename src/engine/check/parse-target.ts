/** Reads words as targets of given kinds. `registry.ts` does it for all kinds. */
import type { Issue } from '../../contract/model/issue.ts';
import type { EndpointInput } from '../../contract/model/endpoint.ts';
import { issueOf } from '../base/issues.ts';
import type { CheckKind } from './kind.ts';
import { parseEndpoint } from './parse-endpoint.ts';
import { servicesOf } from './service-url.ts';

export type ParsedWord = { readonly endpoint: EndpointInput; readonly target: string } | { readonly problem: Issue };

/**
 * Reads a single target, exactly as it is.
 * @param kinds the word is offered to them in this order
 * @returns what it means, or why it means nothing; several for the URL of a cluster
 */
export function parseTarget(word: string, kinds: readonly CheckKind[]): readonly ParsedWord[] {
  const own = offerTo(kinds, word);
  if (own !== null) return [own];
  const services = servicesOf(word).map(({ target, name }) => ({ read: offerTo(kinds, target), name }));
  const read = services.flatMap(({ read: one, name }): readonly ParsedWord[] =>
    one === null ? [] : ['problem' in one ? one : { ...one, endpoint: { name, ...one.endpoint } }],
  );
  return read.length > 0 ? read : [{ problem: issueOf('target.invalid', '', {}, { given: word }) }];
}

/** Whether a kind takes a word as its target, without looking for the service of a URL. */
export function readsTarget(word: string, kinds: readonly CheckKind[]): boolean {
  const read = offerTo(kinds, word);
  return read !== null && 'endpoint' in read;
}

/** @returns the endpoint or problem from the first kind that knows such targets; null: none does */
export function offerTo(kinds: readonly CheckKind[], word: string): ParsedWord | null {
  for (const kind of kinds) {
    const endpoint = kind.parse(word);
    if (endpoint === null) continue;
    const result = parseEndpoint(endpoint, kinds);
    if (result.ok) return { endpoint, target: result.target };
    return { problem: result.issues[0] ?? issueOf('target.invalid', '', {}, { given: word }) };
  }
  return null;
}

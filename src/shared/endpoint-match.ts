/** Decides which endpoints an `EndpointMatch` includes. Pure. */
import type { CommonConfig } from '../contract/model/endpoint.ts';
import type { EndpointMatch } from '../contract/model/match.ts';
import type { EndpointId } from '../contract/model/units.ts';

/** The parts of an endpoint that a match looks at. */
export interface MatchedEndpoint {
  readonly id: EndpointId;
  readonly config: Pick<CommonConfig, 'name' | 'kind' | 'group' | 'tags'>;
}

/** The longest list that is quicker to search than to make a set of. */
const SHORT = 16;
/**
 * The sets of long lists. A match may list 20,000 endpoints, and maintenance windows and alerts look through all endpoints again
 * and again: to search the list for each of them takes seconds. Matches are never changed, only replaced.
 */
const sets = new WeakMap<readonly string[], ReadonlySet<string>>();

/** Whether a match includes all endpoints, because it names nothing that they must have. */
export function matchesAll(match: EndpointMatch): boolean {
  return Object.values(match).every((part) => part === undefined);
}

/** Whether a match includes an endpoint. */
export function matches(match: EndpointMatch, { id, config }: MatchedEndpoint): boolean {
  const { endpoints, group, tag, name, kind } = match;
  return (
    (endpoints === undefined || isListed(endpoints, id, config.name)) &&
    (group === undefined || config.group === group) &&
    (tag === undefined || config.tags.includes(tag)) &&
    (kind === undefined || config.kind === kind) &&
    (name === undefined || isLike(name, config.name))
  );
}

function isListed(endpoints: readonly string[], id: EndpointId, name: string): boolean {
  if (endpoints.length <= SHORT) return endpoints.includes(id) || endpoints.includes(name);
  const listed = sets.get(endpoints) ?? new Set(endpoints);
  sets.set(endpoints, listed);
  return listed.has(id) || listed.has(name);
}

/** Whether a text is like a pattern in which `*` stands for any text. Takes time linear in the pattern's parts. */
function isLike(pattern: string, text: string): boolean {
  const parts = pattern.toLowerCase().split('*');
  const lower = text.toLowerCase();
  const [first = ''] = parts;
  if (parts.length === 1) return lower === first;
  const last = parts.at(-1) ?? '';
  if (!lower.startsWith(first) || lower.length < first.length + last.length || !lower.endsWith(last)) return false;
  const end = lower.length - last.length;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = lower.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}

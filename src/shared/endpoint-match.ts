/** Which endpoints an `EndpointMatch` means. Pure. */
import type { CommonConfig } from '../contract/model/endpoint.ts';
import type { EndpointMatch } from '../contract/model/match.ts';
import type { EndpointId } from '../contract/model/units.ts';

/** What a match looks at. */
export interface MatchedEndpoint {
  readonly id: EndpointId;
  readonly config: Pick<CommonConfig, 'name' | 'kind' | 'group' | 'tags'>;
}

/** Whether a match includes an endpoint. */
export function matches(match: EndpointMatch, { id, config }: MatchedEndpoint): boolean {
  const { endpoints, group, tag, name, kind } = match;
  return (
    (endpoints === undefined || endpoints.includes(id) || endpoints.includes(config.name)) &&
    (group === undefined || config.group === group) &&
    (tag === undefined || config.tags.includes(tag)) &&
    (kind === undefined || config.kind === kind) &&
    (name === undefined || isLike(name, config.name))
  );
}

/**
 * The same as `matches`, for looking through many endpoints: a match may list 20,000 of them, and to search that list for each
 * endpoint takes seconds.
 */
export function matcherOf(match: EndpointMatch): (endpoint: MatchedEndpoint) => boolean {
  const { endpoints, ...rest } = match;
  if (endpoints === undefined) return (endpoint) => matches(rest, endpoint);
  const listed = new Set(endpoints);
  return (endpoint) => (listed.has(endpoint.id) || listed.has(endpoint.config.name)) && matches(rest, endpoint);
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

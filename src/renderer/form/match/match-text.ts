import type { EndpointMatch } from '../../../contract/model/match.ts';
import { formatCount, formatCounted } from '../../format.ts';

/** Describes which endpoints a match applies to: `Tag prod · 4 endpoints`. */
export function matchText(match: EndpointMatch, endpoints: number, nameOfEndpoint: (id: string) => string): string {
  const parts = partsOf(match, nameOfEndpoint);
  const count = formatCounted(endpoints, 'endpoint');
  return parts.length === 0 ? `All endpoints (${formatCount(endpoints)})` : `${parts.join(', ')} · ${count}`;
}

/** Like `matchText`, without how many there are: `Tag prod`. */
export function matchName(match: EndpointMatch, nameOfEndpoint: (id: string) => string): string {
  const parts = partsOf(match, nameOfEndpoint);
  return parts.length === 0 ? 'All endpoints' : parts.join(', ');
}

function partsOf(match: EndpointMatch, nameOfEndpoint: (id: string) => string): readonly string[] {
  const { group, tag, name, kind } = match;
  return [
    ...(match.endpoints === undefined ? [] : [namesText(match.endpoints.map(nameOfEndpoint))]),
    ...(group === undefined ? [] : [`Group ${group}`]),
    ...(tag === undefined ? [] : [`Tag ${tag}`]),
    ...(name === undefined ? [] : [`Name ${name}`]),
    ...(kind === undefined ? [] : [`Kind ${kind}`]),
  ];
}

const SHOWN_NAMES = 3;

function namesText(names: readonly string[]): string {
  const more = names.length - SHOWN_NAMES;
  return more > 0 ? `${names.slice(0, SHOWN_NAMES).join(', ')} and ${formatCount(more)} more` : names.join(', ');
}

import type { EndpointMatch } from '../../../contract/model/match.ts';
import { formatCount, formatCounted } from '../../format.ts';

/** Describes which endpoints a match applies to: `Tag prod · 4 endpoints`. */
export function matchText(match: EndpointMatch, endpoints: number, nameOfEndpoint: (id: string) => string): string {
  const { group, tag, name, kind } = match;
  const parts = [
    ...(match.endpoints === undefined ? [] : [namesText(match.endpoints.map(nameOfEndpoint))]),
    ...(group === undefined ? [] : [`Group ${group}`]),
    ...(tag === undefined ? [] : [`Tag ${tag}`]),
    ...(name === undefined ? [] : [`Name ${name}`]),
    ...(kind === undefined ? [] : [`Kind ${kind}`]),
  ];
  const count = formatCounted(endpoints, 'endpoint');
  return parts.length === 0 ? `All endpoints (${formatCount(endpoints)})` : `${parts.join(', ')} · ${count}`;
}

const SHOWN_NAMES = 3;

function namesText(names: readonly string[]): string {
  const more = names.length - SHOWN_NAMES;
  return more > 0 ? `${names.slice(0, SHOWN_NAMES).join(', ')} and ${formatCount(more)} more` : names.join(', ');
}

import type { EndpointMatch } from '../../contract/model/match.ts';
import { matchesAll } from '../../shared/endpoint-match.ts';

/** What a command says that wrote nothing because no endpoint has the names that it was given; empty: it was given none. */
export function noEndpoints(match: EndpointMatch): string {
  if (matchesAll(match)) return '';
  return 'No endpoint matches, so it is empty. Check the names, or leave them out for all endpoints.\n';
}

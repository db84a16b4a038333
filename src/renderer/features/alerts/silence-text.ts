import type { EndpointMatch } from '../../../contract/model/match.ts';

const list = new Intl.ListFormat('en', { type: 'conjunction' });

/** Which endpoints are silenced: `db-1 and db-2`, `Group Production`. */
export function silenceText(
  { endpoints, group, tag, name, kind }: EndpointMatch,
  nameOf: (id: string) => string,
): string {
  const parts = [
    ...(endpoints === undefined ? [] : [list.format(endpoints.map(nameOf))]),
    ...(group === undefined ? [] : [`Group ${group}`]),
    ...(tag === undefined ? [] : [`Tag ${tag}`]),
    ...(name === undefined ? [] : [`Names like ${name}`]),
    ...(kind === undefined ? [] : [`Kind ${kind}`]),
  ];
  return parts.length === 0 ? 'All endpoints' : parts.join(', ');
}

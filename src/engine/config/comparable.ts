/** Brings configs into one form, so that configs with the same meaning are equal. Pure. */
import type { EndpointMatch } from '../../contract/model/match.ts';
import { isRecord } from '../../shared/is-record.ts';

/**
 * Returns a copy with sorted fields, without fields that are not set. The lists of endpoints in its matches are sorted, too.
 * @param nameOf finds the names of an endpoint, by what a match or a list of public names contains: an id or a name
 */
export function comparable<Config extends object>(
  config: Config,
  nameOf: (listed: string) => readonly string[],
): Config {
  return inOrder(config, nameOf) as Config;
}

function inOrder(value: unknown, nameOf: (listed: string) => readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((one: unknown) => inOrder(one, nameOf));
  if (!isRecord(value)) return value;
  const fields = Object.entries(value)
    .filter(([, part]) => part !== undefined)
    .map(([name, part]): [string, unknown] => [name, fieldInOrder(name, part, nameOf)]);
  return Object.fromEntries(fields.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function fieldInOrder(name: string, value: unknown, nameOf: (listed: string) => readonly string[]): unknown {
  if (name === 'match') return matchInOrder(value, nameOf);
  if (name !== 'publicNames' || !isRecord(value)) return inOrder(value, nameOf);
  const shown = Object.entries(value).flatMap(([of, text]) => nameOf(of).map((one) => [one, text] as const));
  return inOrder(Object.fromEntries(shown), (listed) => [listed]);
}

function matchInOrder(match: unknown, nameOf: (listed: string) => readonly string[]): unknown {
  const { endpoints, ...rest } = match as EndpointMatch;
  const names = endpoints === undefined ? {} : { endpoints: [...new Set(endpoints.flatMap(nameOf))].toSorted() };
  return inOrder({ ...rest, ...names }, nameOf);
}

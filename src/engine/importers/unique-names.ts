/** Names in lookout.yaml differ, and those in the app may not: gives entries names that differ, and lets references follow. */
import type { ConfigList, ExportedChange } from '../../contract/channels/config.ts';
import type { EndpointConfig } from '../../contract/model/endpoint.ts';
import type { EndpointMatch } from '../../contract/model/match.ts';
import type { StatusPageConfig } from '../../contract/model/status-page.ts';
import { matches } from '../../shared/endpoint-match.ts';
import type { CheckKind } from '../check/kind.ts';
import { configAfter, NameChanges } from '../endpoints/name-changes.ts';
import { referencesOf } from '../endpoints/members.ts';
import { parentsIn, withKnownParents } from '../endpoints/parents.ts';

/** An endpoint as it is in Lookout. */
export interface ExportedEndpoint {
  readonly id: string;
  readonly config: EndpointConfig;
}

/** What is between a name and the number that makes it differ. The name of a status page is a part of an address. */
const BEFORE_NUMBER: Partial<Record<ConfigList, string>> = { statusPages: '-' };
/** The most characters of the names of each list. */
const MAX_NAME: Readonly<Record<ConfigList, number>> = {
  endpoints: 200,
  maintenance: 200,
  silences: 200,
  objectives: 200,
  statusPages: 60,
  channels: 100,
  rules: 100,
};
/** The id of an endpoint. In a file, it means nothing. */
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/u;

/**
 * A name for each of these, in their order, all of them different. The first of equal names stays, and the others get a number.
 * An empty name, which silences may have, becomes `fallback`.
 * @param reserved names that no entry may get as a new name
 */
export function uniqueNames(
  names: readonly string[],
  list: ConfigList,
  { fallback = '', reserved = [] }: { readonly fallback?: string; readonly reserved?: Iterable<string> } = {},
): readonly string[] {
  const max = MAX_NAME[list];
  const wanted = names.map((name) => (name === '' ? fallback : name).slice(0, max).trim());
  const taken = new Set([...wanted, ...reserved]);
  const used = new Set<string>();
  /** The last number for a name, so that thousands of equal names take linear time. */
  const last = new Map<string, number>();
  return wanted.map((name) => {
    if (!used.has(name)) {
      used.add(name);
      return name;
    }
    for (let number = (last.get(name) ?? 1) + 1; ; number += 1) {
      const end = `${BEFORE_NUMBER[list] ?? ' '}${number}`;
      const candidate = name.slice(0, max - end.length).trim() + end;
      if (taken.has(candidate) || used.has(candidate)) continue;
      last.set(name, number);
      used.add(candidate);
      return candidate;
    }
  });
}

/** Writes what is about endpoints, after these have got names that differ. */
export class UniqueEndpoints {
  /** With references that follow. */
  readonly configs: readonly EndpointConfig[];
  readonly changes: ExportedChange[] = [];
  readonly #names: NameChanges;
  readonly #before: readonly ExportedEndpoint[];
  /** By id. */
  readonly #nameOf: ReadonlyMap<string, string>;

  /** @param mentioned the names that the other lists mention: one of an endpoint that was removed must not mean a renamed one */
  constructor(endpoints: readonly ExportedEndpoint[], kinds: readonly CheckKind[], mentioned: Iterable<string>) {
    const byKind = new Map(kinds.map((kind) => [kind.kind, kind]));
    const referred = endpoints.flatMap(({ config }) => {
      const kind = byKind.get(config.kind);
      return [...parentsIn(config), ...(kind === undefined ? [] : referencesOf({ kind, config }))];
    });
    const names = uniqueNames(
      endpoints.map(({ config }) => config.name),
      'endpoints',
      { reserved: [...mentioned, ...referred] },
    );
    this.#before = endpoints;
    this.#nameOf = new Map(endpoints.map(({ id }, index) => [id, names[index] ?? '']));
    this.#names = new NameChanges(
      endpoints.map(({ config: { kind, name } }, index) => ({ kind, before: name, after: names[index] ?? '' })),
    );
    const renamed = endpoints.map(({ id, config }, index) => {
      const name = names[index] ?? '';
      if (name !== config.name) this.changes.push({ list: 'endpoints', what: 'name', name: config.name, as: name });
      const kind = byKind.get(config.kind);
      const after = kind === undefined ? null : configAfter({ kind, config }, this.#names.without(name));
      return { id, config: { ...(after ?? config), name } };
    });
    // A file that refers to endpoints that were removed could not be read again.
    this.configs = withKnownParents(renamed);
  }

  /**
   * The match as it is written: with names in place of ids, and about the same endpoints.
   * @param of the entry that has the match
   */
  match(match: EndpointMatch, of: { readonly list: ConfigList; readonly name: string }): EndpointMatch {
    const { endpoints, name: pattern, ...rest } = match;
    const listed = endpoints?.flatMap((one) => {
      const named = this.#nameOf.get(one);
      if (named !== undefined) return [named];
      return ID.test(one) ? [] : this.#names.follow(one);
    });
    const list = listed === undefined ? {} : { endpoints: [...new Set(listed)] };
    if (pattern === undefined) return { ...list, ...rest };
    const meant = this.#before.filter((endpoint) => matches({ name: pattern }, endpoint)).map(({ id }) => id);
    const still = this.#before.filter(({ id, config }) =>
      matches({ name: pattern }, { id, config: { ...config, name: this.#nameOf.get(id) ?? '' } }),
    );
    const isSame = still.length === meant.length && still.every(({ id }, index) => id === meant[index]);
    if (isSame) return { ...list, name: pattern, ...rest };
    this.changes.push({ list: of.list, what: 'pattern', name: of.name, as: pattern });
    const names = meant.flatMap((id) => this.#nameOf.get(id) ?? []);
    return { endpoints: list.endpoints?.filter((name) => names.includes(name)) ?? names, ...rest };
  }

  /** The public names of endpoints, by the names that are written. */
  publicNames(names: StatusPageConfig['publicNames']): StatusPageConfig['publicNames'] {
    return Object.fromEntries(
      Object.entries(names).flatMap(([name, shown]) => this.#names.follow(name).map((after) => [after, shown])),
    );
  }
}

/** Compares a list of lookout.yaml, such as the rules, with what Lookout has. Pure. */
import { isDeepStrictEqual } from 'node:util';
import type { ConfigList } from '../../contract/channels/config.ts';

type Config = { readonly name: string };

/** An entry of the list. */
export interface WantedEntry {
  /** As `comparable` makes it. */
  readonly config: Config;
  /** It takes place once, and is over. */
  readonly over: boolean;
}

/** What Lookout has. */
export interface KnownEntry {
  readonly id: string;
  readonly source: 'hand' | 'file';
  /** As `comparable` makes it, with secrets in clear. */
  readonly config: Config;
  readonly over: boolean;
}

export interface ListPlan {
  readonly create: readonly WantedEntry[];
  readonly update: readonly { readonly id: string; readonly entry: WantedEntry; readonly fields: readonly string[] }[];
  readonly remove: readonly KnownEntry[];
  readonly unchanged: number;
  /** How many are not in the list and stay. */
  readonly kept: number;
  /** The entries that are over and that Lookout does not have. */
  readonly skipped: readonly WantedEntry[];
  /** The entries that Lookout has from its own config file, with different values. */
  readonly inFile: readonly WantedEntry[];
}

/** The longest name that lookout.yaml accepts in any list. */
const MAX_NAME = 200;

/**
 * Matches each entry with the item that has its name; of several, with the equal one. An entry without such an item matches the
 * item that differs only in its name, which is then renamed. Items that are over stay, because they are history.
 * @param remove whether items that match no entry are removed. Items that lookout.yaml cannot express stay, such as a silence
 *   without a name
 */
export function planList(wanted: readonly WantedEntry[], known: readonly KnownEntry[], remove: boolean): ListPlan {
  const left = new Set(known.filter(({ source }) => source === 'hand'));
  const inFile = new Map(known.filter(({ source }) => source === 'file').map((one) => [one.config.name, one]));
  const matches = new Map<WantedEntry, KnownEntry>();
  const conflicting: WantedEntry[] = [];
  let unchanged = 0;
  const own = wanted.filter((entry) => {
    const fixed = inFile.get(entry.config.name);
    if (fixed === undefined) return true;
    if (isDeepStrictEqual(fixed.config, entry.config)) unchanged += 1;
    else conflicting.push(entry);
    return false;
  });
  // By keys, because there may be thousands.
  function match(keyOf: (config: Config) => string): void {
    const byKey = Map.groupBy(left, ({ config }) => keyOf(config));
    for (const entry of own) {
      if (matches.has(entry)) continue;
      const candidate = byKey.get(keyOf(entry.config))?.shift();
      if (candidate === undefined) continue;
      matches.set(entry, candidate);
      left.delete(candidate);
    }
  }
  match((config) => JSON.stringify(config));
  match(({ name }) => name);
  match((config) => JSON.stringify({ ...config, name: '' }));

  const differing = [...matches]
    .map(([entry, { id, config }]) => ({ id, entry, fields: differences(entry.config, config) }))
    .filter(({ fields }) => fields.length > 0);
  const missing = own.filter((entry) => !matches.has(entry));
  const removed = [...left].filter(({ over, config: { name } }) => {
    return remove && !over && name !== '' && name.length <= MAX_NAME;
  });
  return {
    create: missing.filter(({ over }) => !over),
    update: differing.filter(({ entry }) => !entry.over),
    remove: removed,
    unchanged: unchanged + matches.size - differing.length,
    kept: left.size - removed.length,
    skipped: [...missing, ...differing.map(({ entry }) => entry)].filter(({ over }) => over),
    inFile: conflicting,
  };
}

/** The names of the fields that differ. */
export function differences(after: object, before: object): string[] {
  const fields = (of: object) => new Map<string, unknown>(Object.entries(of));
  const [to, from] = [fields(after), fields(before)];
  return [...new Set([...from.keys(), ...to.keys()])].filter(
    (name) => !isDeepStrictEqual(from.get(name), to.get(name)),
  );
}

/** The lists that are compared like this: all but the endpoints. */
export type PlannedList = Exclude<ConfigList, 'endpoints'>;

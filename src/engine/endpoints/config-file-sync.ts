import { isDeepStrictEqual } from 'node:util';
import type { Endpoint } from '../../contract/model/endpoint.ts';
import type { Entry } from './read-endpoints.ts';
import { inTimeSlices } from '../base/time-slices.ts';

export interface FileSync {
  /** Not known yet. */
  readonly create: readonly Entry[];
  /** Known, and changed in the file. Id and history stay. */
  readonly update: readonly { readonly endpoint: Endpoint; readonly entry: Entry }[];
  /** Removed from the file earlier, and in the file again. Its history comes back with it. */
  readonly restore: readonly { readonly endpoint: Endpoint; readonly entry: Entry }[];
  /** No longer in the file. Its history stays. */
  readonly remove: readonly Endpoint[];
}

/**
 * Plans the changes that make the endpoints from the file equal to the file. An entry matches the endpoint with the
 * same kind and name; otherwise the one with the same kind and target, which was renamed; otherwise one that was
 * removed from the file earlier.
 * @param current with secrets in clear, so that a changed secret is noticed
 */
export async function planFileSync(
  entries: readonly Entry[],
  current: readonly Endpoint[],
  removed: readonly Endpoint[],
): Promise<FileSync> {
  const left = new Set(current);
  const gone = new Set(removed.filter((endpoint) => endpoint.source === 'file'));
  const matches = new Map<Entry, Endpoint>();

  function match(pool: Set<Endpoint>, textOf: (of: Pick<Endpoint, 'config' | 'target'>) => string): void {
    const keyOf = (of: Pick<Endpoint, 'config' | 'target'>) => `${of.config.kind} ${textOf(of)}`;
    const byKey = Map.groupBy(pool, keyOf);
    for (const entry of entries) {
      if (matches.has(entry)) continue;
      const endpoint = byKey.get(keyOf(entry))?.shift();
      if (endpoint === undefined) continue;
      matches.set(entry, endpoint);
      pool.delete(endpoint);
    }
  }
  // Of several endpoints with one name, the one with the target stays as it is.
  match(left, ({ config, target }) => `${target} ${config.name}`);
  match(left, ({ config }) => config.name);
  match(left, ({ target }) => target);
  const known = new Set(matches.keys());
  match(gone, ({ config }) => config.name);
  match(gone, ({ target }) => target);

  const paired = [...matches].map(([entry, endpoint]) => ({ entry, endpoint }));
  const changed = await inTimeSlices(paired, (pair) => {
    const { entry, endpoint } = pair;
    return known.has(entry) && !isDeepStrictEqual(entry.config, endpoint.config) ? [pair] : [];
  });
  return {
    create: entries.filter((entry) => !matches.has(entry)),
    update: changed.flat(),
    restore: paired.filter(({ entry }) => !known.has(entry)),
    remove: [...left],
  };
}

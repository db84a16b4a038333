import type { Endpoint, EndpointConfig } from '../contract/model.ts';

/** An entry of lookout.yaml, validated. */
export interface FileEntry {
  /** With its secrets in clear. */
  readonly config: EndpointConfig;
  readonly target: string;
}

export interface FileSync {
  /** New to Lookout. */
  readonly create: readonly FileEntry[];
  /** Known, and changed in the file; id and history stay. */
  readonly update: readonly { readonly endpoint: Endpoint; readonly entry: FileEntry }[];
  /** Was in the file before, went, and is back: its history comes back with it. */
  readonly restore: readonly { readonly endpoint: Endpoint; readonly entry: FileEntry }[];
  /** Gone from the file; history stays. */
  readonly remove: readonly Endpoint[];
}

/**
 * What it takes to make the endpoints that come from the file equal to what the file says. An entry is the endpoint with
 * the same kind and name; failing that, the one with the same kind and target, which was renamed; failing that, one that
 * went from the file earlier.
 * @param current with their secrets in clear, so that a change of one is seen
 */
export function planFileSync(
  entries: readonly FileEntry[],
  current: readonly Endpoint[],
  removed: readonly Endpoint[],
): FileSync {
  const left = new Set(current);
  const gone = new Set(removed.filter((endpoint) => endpoint.source === 'file'));
  const matches = new Map<FileEntry, Endpoint>();

  function match(pool: Set<Endpoint>, same: (entry: FileEntry, endpoint: Endpoint) => boolean): void {
    for (const entry of entries) {
      if (matches.has(entry)) continue;
      for (const endpoint of pool) {
        if (endpoint.config.kind !== entry.config.kind || !same(entry, endpoint)) continue;
        matches.set(entry, endpoint);
        pool.delete(endpoint);
        break;
      }
    }
  }
  const sameName = (entry: FileEntry, endpoint: Endpoint) => entry.config.name === endpoint.config.name;
  const sameTarget = (entry: FileEntry, endpoint: Endpoint) => entry.target === endpoint.target;
  match(left, sameName);
  match(left, sameTarget);
  const known = new Set(matches.keys());
  match(gone, sameName);
  match(gone, sameTarget);

  const paired = [...matches].map(([entry, endpoint]) => ({ entry, endpoint }));
  return {
    create: entries.filter((entry) => !matches.has(entry)),
    update: paired.filter(({ entry, endpoint }) => known.has(entry) && !sameConfig(entry.config, endpoint.config)),
    restore: paired.filter(({ entry }) => !known.has(entry)),
    remove: [...left],
  };
}

function sameConfig(a: EndpointConfig, b: EndpointConfig): boolean {
  const sorted = (config: EndpointConfig) =>
    JSON.stringify(Object.entries(config).sort(([one], [other]) => (one < other ? -1 : 1)));
  return sorted(a) === sorted(b);
}

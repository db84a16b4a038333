/** Looks up the names of the routers on the route with the system's DNS servers (PTR records). */
import { Resolver } from 'node:dns/promises';
import type { Ms } from '../../../../contract/model/units.ts';

/** By address; one without a name is not in it. */
export type HostNames = ReadonlyMap<string, string>;

/** Names only help people, so a check waits only this long for them. */
const WAIT_MS = 1000;
const KEPT_MS = 3_600_000;
const MAX_KEPT = 5000;

export interface HostNamesOptions {
  /** Rejects for an address without a name. Default: asks the system's DNS servers. */
  readonly reverse?: (address: string, signal: AbortSignal) => Promise<readonly string[]>;
  /** Milliseconds on any clock that does not go back. Default: `performance`. */
  readonly now?: () => Ms;
}

/** Looks names up, and keeps what it found for an hour: routers hardly ever change their names. */
export function createHostNames({ reverse = askServers, now = () => performance.now() }: HostNamesOptions = {}) {
  const kept = new Map<string, { readonly name: string | null; readonly until: Ms }>();

  async function lookUp(address: string, signal: AbortSignal): Promise<void> {
    const [name] = await reverse(address, signal).catch(() => []);
    if (signal.aborted && name === undefined) return;
    if (kept.size >= MAX_KEPT) kept.clear();
    kept.set(address, { name: name?.slice(0, 255) ?? null, until: now() + KEPT_MS });
  }

  return {
    /** Never rejects: an address whose name is not found in time has none. */
    async of(addresses: readonly string[], signal: AbortSignal): Promise<HostNames> {
      const unknown = [...new Set(addresses)].filter((address) => (kept.get(address)?.until ?? -Infinity) < now());
      const limit = AbortSignal.any([signal, AbortSignal.timeout(WAIT_MS)]);
      if (unknown.length > 0 && !signal.aborted) {
        await Promise.all(unknown.map((address) => lookUp(address, limit)));
      }
      return new Map(
        addresses.flatMap((address) => {
          const name = kept.get(address)?.name ?? null;
          return name === null ? [] : [[address, name] as const];
        }),
      );
    },
  };
}

async function askServers(address: string, signal: AbortSignal): Promise<readonly string[]> {
  const resolver = new Resolver({ timeout: WAIT_MS, tries: 1 });
  const cancel = () => resolver.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await resolver.reverse(address);
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

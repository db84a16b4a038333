import type { Endpoint } from '../../contract/model/endpoint.ts';
import type { CheckKind } from '../check/kind.ts';
import type { Log } from '../ports.ts';
import type { Store } from '../store/store.ts';
import type { ConfigVault } from './config-vault.ts';
import { sealStored } from './seal-stored.ts';

export interface SealInStoreOptions {
  readonly store: Pick<Store, 'saveEndpoints'>;
  readonly kinds: readonly CheckKind[];
  readonly vault: ConfigVault;
  readonly log: Log;
}

/**
 * Seals secrets that an older version stored in clear. If sealing fails, the next start tries again.
 * @returns the endpoints as stored now; never rejects
 */
export async function sealInStore(
  endpoints: readonly Endpoint[],
  { store, kinds, vault, log }: SealInStoreOptions,
): Promise<readonly Endpoint[]> {
  try {
    const changed = new Map((await sealStored(endpoints, kinds, vault)).map((endpoint) => [endpoint.id, endpoint]));
    if (changed.size === 0) return endpoints;
    await store.saveEndpoints([...changed.values()]);
    log('info', 'Secrets that were stored in clear are sealed', { endpoints: changed.size });
    return endpoints.map((endpoint) => changed.get(endpoint.id) ?? endpoint);
  } catch (error) {
    log('error', 'Secrets that are stored in clear cannot be sealed', { error });
    return endpoints;
  }
}

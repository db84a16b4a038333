import type { Endpoint } from '../../contract/model/endpoint.ts';
import type { CheckKind } from '../check/kind.ts';
import { findKind } from '../check/registry.ts';
import { inTimeSlices } from '../base/time-slices.ts';
import type { ConfigVault } from './config-vault.ts';

/**
 * Seals secrets in clear, which older versions stored, or which were stored before a field became secret.
 * @returns the endpoints that changed; endpoints of unknown kinds stay unchanged
 * @throws RequestError `unavailable` when the vault refuses
 */
export async function sealStored(
  endpoints: readonly Endpoint[],
  kinds: readonly CheckKind[],
  vault: ConfigVault,
): Promise<readonly Endpoint[]> {
  const sealed = await inTimeSlices(endpoints, async (endpoint): Promise<Endpoint> => {
    const kind = findKind(endpoint.config.kind, kinds);
    if (kind === undefined || !vault.hasClear({ kind, config: endpoint.config })) return endpoint;
    return { ...endpoint, config: await vault.seal({ kind, config: endpoint.config }) };
  });
  return sealed.filter((endpoint, index) => endpoint !== endpoints[index]);
}

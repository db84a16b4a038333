/** The addresses of a host, for protocols without a connection. */
import type { Address } from '../../kind.ts';
import type { Probe } from '../probe/probe.ts';
import { literalAddress } from './resolve.ts';

/**
 * Resolves a name (phase `dns`); an address is returned unchanged.
 * @param family 0: both
 * @throws FailureError, or the signal's reason
 */
export async function addressesOf(probe: Probe, host: string, family: 0 | 4 | 6): Promise<readonly Address[]> {
  const literal = literalAddress(host, family);
  if (literal !== null) return literal;
  probe.watch.enter('dns');
  return probe.resolver.resolve(host, family, probe.signal, (ms) => probe.watch.exclude(ms));
}

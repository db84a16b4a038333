import type { Address } from '../../kind.ts';
import { dnsFailure } from './dns-failures.ts';
import { candidates } from './config.ts';
import type { DnsError } from './dns-error.ts';
import { isDnsName, type RecordType } from './message.ts';
import { NoAddressError, query, type QueryOptions } from './query.ts';

/** The record types that hold addresses of a family; 0: both. */
export function typesOf(family: 0 | 4 | 6): readonly RecordType[] {
  if (family === 0) return ['A', 'AAAA'];
  return family === 4 ? ['A'] : ['AAAA'];
}

/**
 * Asks the DNS servers for each of the names that a host may stand for, until one has an address.
 * @param host in lower case; a dot at the end says that it is complete
 * @throws FailureError `dns.*`; the signal's reason; a system error when this machine has no socket left
 */
export async function askServers(
  host: string,
  family: 0 | 4 | 6,
  options: QueryOptions,
  signal: AbortSignal,
): Promise<readonly Address[]> {
  const outcomes: (readonly DnsError[])[] = [];
  for (const name of candidates(host, options.config)) {
    if (!isDnsName(name)) continue;
    try {
      return await query(name, typesOf(family), options, signal);
    } catch (error) {
      if (!(error instanceof NoAddressError)) throw error;
      outcomes.push(error.errors);
    }
  }
  // One that exists without an address, or whose servers fail, says more than those that do not exist.
  const telling = outcomes.find((errors) => errors.some(({ code }) => code !== 'ENOTFOUND')) ?? outcomes.at(-1);
  throw dnsFailure(host.replace(/\.$/u, ''), family, telling ?? [new BadNameError(host)]);
}

/** DNS cannot have such a name: a part is empty or longer than 63 bytes. */
class BadNameError extends Error {
  override readonly name = 'BadNameError';
  readonly code = 'EBADNAME';

  constructor(host: string) {
    super(`EBADNAME ${host}`);
  }
}

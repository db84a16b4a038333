/**
 * Resolves names without blocking a thread. `dns.lookup` (getaddrinfo) uses a queue on a few threads, in which a few slow
 * names delay all others. c-ares ignores an answer that arrives after it has sent the question again, and supports neither
 * search domains nor multicast DNS.
 *
 * The order: addresses; the hosts file; `localhost` (RFC 6761, 6.3); then this machine's DNS servers. For short names and
 * names under `.local`, see `dns/everybody.ts`.
 */
import { domainToASCII } from 'node:url';
import { FailureError } from '../../../base/failure-error.ts';
import type { Address, Resolver } from '../../kind.ts';
import { noAddress } from './dns-failures.ts';
import { createDnsConfig, fixedDnsConfig } from './config.ts';
import { askEverybody, type Sources } from './everybody.ts';
import { systemMulticast, type MulticastOptions } from './multicast.ts';
import { askServers } from './search.ts';
import { ServerHealth } from './server-health.ts';
import { createSystemQueue, type SystemLookup } from './system-lookup.ts';
import { warmUpLookups } from './warm-up.ts';
import { createHostsFile, type HostsFile } from './hosts-file.ts';
import { ipVersion } from '../address/ip-version.ts';

export interface ResolverOptions {
  /** DNS servers, `address` or `address:port`, without search domains; absent: as `resolvConf` says. */
  readonly servers?: readonly string[];
  /** Path; absent: the file of this machine. */
  readonly resolvConf?: string;
  /** Path; absent: the file of this machine. */
  readonly hostsFile?: string;
  /** Absent: this machine's interfaces. */
  readonly multicast?: MulticastOptions;
  /** Absent: `getaddrinfo`. */
  readonly system?: SystemLookup;
}

type Family = 0 | 4 | 6;

const LOOPBACK: readonly Address[] = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
];

/** The resolver of this machine. It keeps no socket open between calls, and caches no answers, because each is measured. */
export function createResolver(options: ResolverOptions = {}): Resolver {
  const hostsFile = createHostsFile(options.hostsFile);
  const sources: Sources = {
    config: options.servers ? fixedDnsConfig(options.servers) : createDnsConfig(options.resolvConf),
    health: new ServerHealth(),
    multicast: options.multicast ?? systemMulticast,
    system: createSystemQueue(options.system),
  };
  let warming: Promise<void> | undefined;
  return {
    warmUp() {
      // The first lookup will report what is wrong.
      const ignored = () => undefined;
      const prepare = () => Promise.all([hostsFile.find('localhost'), sources.config.read(), warmUpLookups()]);
      warming ??= prepare().then(ignored, ignored);
      return warming;
    },
    async resolve(host, family, signal, onOwnWait) {
      signal.throwIfAborted();
      const literal = literalAddress(host, family);
      if (literal !== null) return literal;
      const ascii = toAscii(host);
      const name = ascii.replace(/\.$/u, '');
      const local = await findLocally(name, family, hostsFile);
      signal.throwIfAborted();
      if (local.length > 0) return local;
      const config = await sources.config.read();
      signal.throwIfAborted();
      // A dot at the end means that the name is complete.
      return ascii.includes('.') && !name.endsWith('.local')
        ? askServers(ascii, family, { config, health: sources.health }, signal)
        : askEverybody(ascii, family, sources, config, { signal, onOwnWait });
    },
  };
}

/**
 * The host as an address; null if it is a name.
 * @throws FailureError `dns.nodata` if it is an address of the other family
 */
export function literalAddress(host: string, family: Family): readonly Address[] | null {
  const kind = ipVersion(host);
  if (kind === 0) return null;
  if (family !== 0 && family !== kind) throw new FailureError(noAddress(host, family));
  return [{ address: host, family: kind }];
}

/** In lower case, with non-ASCII letters in the encoding of DNS (RFC 5891). */
function toAscii(host: string): string {
  const lower = host.toLowerCase();
  return /^[\u0021-\u007e]*$/u.test(lower) ? lower : domainToASCII(lower) || lower;
}

async function findLocally(name: string, family: Family, hostsFile: HostsFile): Promise<readonly Address[]> {
  const wanted = (address: Address) => family === 0 || address.family === family;
  const listed = (await hostsFile.find(name)).filter(wanted);
  if (listed.length > 0) return listed;
  return name === 'localhost' || name.endsWith('.localhost') ? LOOPBACK.filter(wanted) : [];
}

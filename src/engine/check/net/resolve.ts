/**
 * From a name to addresses, over c-ares: every query is a socket on the event loop. `dns.lookup` (getaddrinfo) is a queue
 * on libuv's four threads, where a few slow names hold up all the others.
 *
 * Order: an address is itself; the hosts file; `localhost` (RFC 6761, 6.3); then the DNS servers of this machine. c-ares
 * knows neither search domains nor multicast DNS, so names without a dot and names under `.local` do go through
 * `dns.lookup`. That call cannot be cancelled: after an abort it ends unheard, with the system's own time limit.
 */
import { lookup, promises as dns } from 'node:dns';
import { closeSync, openSync } from 'node:fs';
import { isIP } from 'node:net';
import { devNull } from 'node:os';
import { createConcurrencyGate } from '../../base/concurrency-gate.ts';
import { FailureError } from '../../base/failure-error.ts';
import type { Address, Resolver } from '../kind.ts';
import { dnsFailure, noAddress } from './dns-failures.ts';
import { codeOf } from './failures.ts';
import { createHostsFile, type HostsFile } from './hosts-file.ts';
import { untilAborted } from '../../base/until-aborted.ts';

export interface ResolverOptions {
  /** DNS servers, `address` or `address:port`; absent: those of this machine, read anew for every name. */
  readonly servers?: readonly string[];
  /** Absent: the one of this machine. */
  readonly hostsFile?: string;
}

type Family = 0 | 4 | 6;

/**
 * How long AAAA may still take once A has answered, in milliseconds (RFC 8305, 3: the Resolution Delay). Some servers
 * drop AAAA queries; their names must not take seconds.
 */
const RESOLUTION_DELAY_MS = 50;
/**
 * Of libuv's four threads, so many may wait for the system's resolver; the others are left to files and decompression, which
 * all checks need. A thread waits for some ten seconds when the DNS servers are silent, and cannot be called back.
 */
const systemGate = createConcurrencyGate({ maxConcurrent: 2, maxPerHost: 2 });
const LOOPBACK: readonly Address[] = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
];

/** The resolver of this machine. It keeps nothing open between calls, and answers are not cached: each is measured. */
export function createResolver(options: ResolverOptions = {}): Resolver {
  const hostsFile = createHostsFile(options.hostsFile);
  return {
    async resolve(host, family, signal) {
      signal.throwIfAborted();
      const literal = literalAddress(host, family);
      if (literal !== null) return literal;
      const name = host.toLowerCase().replace(/\.$/u, '');
      const local = await findLocally(name, family, hostsFile);
      signal.throwIfAborted();
      if (local.length > 0) return local;
      // A dot at the end says that the name is whole.
      const addresses =
        (name.includes('.') || host.endsWith('.')) && !name.endsWith('.local')
          ? await query(name, family, options.servers, signal)
          : await askSystem(name, family, signal);
      return addresses;
    },
  };
}

/**
 * The host as an address, when it is one; null when it is a name.
 * @throws FailureError `dns.nodata` when it is an address of the other family
 */
export function literalAddress(host: string, family: Family): readonly Address[] | null {
  const kind = isIP(host);
  if (kind !== 4 && kind !== 6) return null;
  if (family !== 0 && family !== kind) throw new FailureError(noAddress(host, family));
  return [{ address: host, family: kind }];
}

async function findLocally(name: string, family: Family, hostsFile: HostsFile): Promise<readonly Address[]> {
  const wanted = (address: Address) => family === 0 || address.family === family;
  const listed = (await hostsFile.find(name)).filter(wanted);
  if (listed.length > 0) return listed;
  return name === 'localhost' || name.endsWith('.localhost') ? LOOPBACK.filter(wanted) : [];
}

/** Asks the DNS servers for A and AAAA at the same time. */
function query(
  name: string,
  family: Family,
  servers: readonly string[] | undefined,
  signal: AbortSignal,
): Promise<readonly Address[]> {
  return untilAborted(signal, (resolve, reject) => {
    // One of its own (26 µs): it can be cancelled without cancelling others, and it sees what resolv.conf says now.
    const resolver = new dns.Resolver();
    if (servers !== undefined) resolver.setServers(servers);
    const answers: { [F in 4 | 6]?: readonly Address[] | Error } = {};
    let delay: NodeJS.Timeout | undefined;
    let ended = false;

    function end(): void {
      ended = true;
      clearTimeout(delay);
      resolver.cancel();
    }

    function settle(): void {
      end();
      const found = [answers[6], answers[4]].flatMap((answer) => (Array.isArray(answer) ? answer : []));
      if (found.length > 0) resolve(found);
      else
        reject(
          failureOf(
            name,
            family,
            Object.values(answers).filter((answer) => answer instanceof Error),
          ),
        );
    }

    function ask(wanted: 4 | 6): void {
      const asked = wanted === 4 ? resolver.resolve4(name) : resolver.resolve6(name);
      asked.then(
        (addresses) =>
          answered(
            wanted,
            addresses.map((address) => ({ address, family: wanted })),
          ),
        (error: Error) => answered(wanted, error),
      );
    }

    function answered(wanted: 4 | 6, answer: readonly Address[] | Error): void {
      if (ended) return;
      answers[wanted] = answer;
      if (family !== 0 || (answers[4] !== undefined && answers[6] !== undefined)) settle();
      else if (wanted === 4 && Array.isArray(answer)) delay = setTimeout(settle, RESOLUTION_DELAY_MS);
    }

    if (family !== 6) ask(4);
    if (family !== 4) ask(6);
    return end;
  });
}

/**
 * A query without a socket to send it by looks like a server that refuses, to c-ares, and like one that does not answer, to
 * the system: not the name is to blame, but this machine.
 */
function failureOf(name: string, family: Family, errors: readonly Error[]): Error {
  try {
    closeSync(openSync(devNull, 'r'));
  } catch (error) {
    if (error instanceof Error && ['EMFILE', 'ENFILE'].includes(codeOf(error))) return error;
  }
  return dnsFailure(name, family, errors);
}

/** Asks the system, which knows search domains, multicast DNS and whatever else nsswitch.conf says. */
async function askSystem(name: string, family: Family, signal: AbortSignal): Promise<readonly Address[]> {
  const release = await systemGate.acquire('', signal);
  return untilAborted(signal, (resolve, reject) => {
    lookup(name, { all: true, family, order: 'verbatim' }, (error, found) => {
      release();
      if (error !== null) reject(failureOf(name, family, [error]));
      else resolve(found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 })));
    });
    return () => {};
  });
}

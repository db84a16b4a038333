/**
 * Resolves names that others than DNS servers may know. DNS servers are asked first, with this machine's search
 * domains; for a name under `.local`, the neighbours at the same time by multicast DNS (RFC 6762, 22.1: companies have
 * such domains in DNS too). When neither answers, the system's own resolver is asked as well.
 */
import type { Ms } from '../../../../contract/model/units.ts';
import { FailureError } from '../../../base/failure-error.ts';
import { untilAborted } from '../../../base/until-aborted.ts';
import { DeadlineError, type Address } from '../../kind.ts';
import { lookupsFailure, noAddress, systemTimeout } from './dns-failures.ts';
import type { DnsConfig, DnsConfigSource } from './config.ts';
import { askNeighbours, type MulticastOptions } from './multicast.ts';
import { askServers, typesOf } from './search.ts';
import type { ServerHealth } from './server-health.ts';
import { NotLookedUpError, type SystemQueue } from './system-lookup.ts';

export interface Sources {
  readonly config: DnsConfigSource;
  readonly health: ServerHealth;
  readonly multicast: MulticastOptions;
  readonly system: SystemQueue;
}

export interface Asker {
  readonly signal: AbortSignal;
  /** Called with the time for which the name waited for other names on this machine. */
  readonly onOwnWait: ((ms: Ms) => void) | undefined;
}

type Addresses = Promise<readonly Address[]>;

/** After this much silence, the system is asked as well. Neighbours that exist answer within a second, most at once. */
const PATIENCE_MS: Ms = 2_000;

/**
 * @param host in lower case; a dot at the end says that it is complete
 * @throws FailureError `dns.*`, or, when the deadline passed, `local.lookups` if the system was not asked yet, and `timeout` if
 *   only the system had not answered; the signal's reason; a system error when this machine has no socket left
 */
export async function askEverybody(
  host: string,
  family: 0 | 4 | 6,
  { health, multicast, system }: Sources,
  config: DnsConfig,
  { signal, onOwnWait }: Asker,
): Addresses {
  const name = host.replace(/\.$/u, '');
  const stop = new AbortController();
  const all = AbortSignal.any([signal, stop.signal]);

  async function askSystem(): Addresses {
    const { addresses, queuedMs } = await system.ask(name, all);
    const wanted = addresses.filter((address) => family === 0 || address.family === family);
    if (wanted.length === 0) throw new FailureError(noAddress(name, family));
    if (queuedMs > 0 && !all.aborted) onOwnWait?.(queuedMs);
    return wanted;
  }

  const servers = handled(askServers(host, family, { config, health }, all));
  const neighbours = name.endsWith('.local') ? [handled(askNeighbours(name, typesOf(family), multicast, all))] : [];
  let fromSystem: Addresses | null = null;
  let isUnknownToDns = false;
  void denial(servers).then(
    () => (isUnknownToDns = true),
    () => undefined,
  );
  try {
    const patience = after(PATIENCE_MS, all);
    const early = [unlessDenied(servers), ...neighbours, patience];
    // Neighbors stay silent about a name that none of them has.
    const known = await Promise.race(neighbours.length > 0 ? early : [...early, denial(servers)]);
    if (known !== null) return known;
    fromSystem = handled(askSystem());
    const both = Promise.all([denial(servers), denial(fromSystem)]).then(() => servers);
    return await Promise.race([unlessDenied(servers), unlessDenied(fromSystem), ...neighbours, both]);
  } catch (error) {
    if (!signal.aborted) throw error;
    if (!(signal.reason instanceof DeadlineError) || fromSystem === null) throw signal.reason;
    if (await hasWaited(fromSystem)) throw new FailureError(lookupsFailure(name), { cause: error });
    throw isUnknownToDns ? new FailureError(systemTimeout(), { cause: error }) : signal.reason;
  } finally {
    stop.abort();
  }
}

/** Others may wait for it too, or nobody: its rejection must not count as unhandled. */
function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

/** Resolves when the source says that it has no address; rejects with any error that prevents it from knowing. */
function denial(source: Addresses): Promise<null> {
  return source.then(never, (error: unknown) => {
    if (isDenial(error)) return null;
    throw error;
  });
}

/** The addresses; never settles when the source has none. */
function unlessDenied(source: Addresses): Addresses {
  return source.catch((error: unknown) => {
    if (isDenial(error)) return never();
    throw error;
  });
}

/**
 * A promise that never settles. A new one each time, because a shared one would keep everything that ever waited for
 * it.
 */
function never(): Promise<never> {
  return new Promise(() => undefined);
}

/**
 * Whether the source has no address. From DNS, only a clear answer counts; from the system, any error does, because
 * none says that asking again would help.
 */
function isDenial(error: unknown): boolean {
  return (
    error instanceof FailureError || (error instanceof Error && 'syscall' in error && error.syscall === 'getaddrinfo')
  );
}

/** Whether the system was never asked. Use it after an abort, when it settles at once. */
function hasWaited(fromSystem: Addresses): Promise<boolean> {
  return fromSystem.then(
    () => false,
    (error: unknown) => error instanceof NotLookedUpError,
  );
}

function after(ms: Ms, signal: AbortSignal): Promise<null> {
  return handled(
    untilAborted<null>(signal, (resolve) => {
      const timer = setTimeout(() => resolve(null), ms);
      return () => clearTimeout(timer);
    }),
  );
}

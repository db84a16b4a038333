/** TCP connections: resolve (phase `dns`), then connect to whichever address answers first (phase `connect`). */
import { connect as connectSocket, type Socket } from 'node:net';
import type { Address } from '../../kind.ts';
import { connectFailure, type FailedAttempt } from './connect-failure.ts';
import { formatAddress } from '../address/format-address.ts';
import { ipVersion } from '../address/ip-version.ts';
import { ownInterfaces } from '../address/own-addresses.ts';
import type { Probe } from '../probe/probe.ts';
import { literalAddress } from '../dns/resolve.ts';
import { untilAborted } from '../../../base/until-aborted.ts';

export interface ConnectTarget {
  /** A name, or an address without brackets. */
  readonly host: string;
  readonly port: number;
  /** 0: both. */
  readonly family: 0 | 4 | 6;
  /** An address of this machine to connect from; absent or empty: the system chooses. */
  readonly sourceAddress?: string;
}

/** From one attempt to the next while none has answered, in milliseconds (RFC 8305, 5: the Connection Attempt Delay). */
const ATTEMPT_DELAY_MS = 250;
/**
 * The most addresses of a name that are tried: each attempt is a socket, and a name can have thousands of addresses.
 */
const MAX_ATTEMPTS = 32;

/**
 * Resolves and connects. The returned socket has none of our listeners left, and belongs to the caller. Adds the
 * address to the details.
 * @throws FailureError, or the signal's reason
 */
export async function connectTcp(probe: Probe, target: ConnectTarget): Promise<Socket> {
  const { host, port, sourceAddress = '' } = target;
  const { signal, watch, details } = probe;
  const family = target.family === 0 ? ipVersion(sourceAddress) : target.family;
  let addresses = literalAddress(host, family);
  if (addresses === null) {
    watch.enter('dns');
    addresses = interleave(await probe.resolver.resolve(host, family, signal, (ms) => watch.exclude(ms)));
  }
  watch.enter('connect');
  const tried = addresses.slice(0, MAX_ATTEMPTS);
  // The person has chosen the family, rather than a DNS server.
  const isChosen = ipVersion(host) !== 0 || family !== 0;
  const begin = () => watch.begin();
  const socket = await race(tried, { port, sourceAddress, begin }, signal).catch((error: unknown) => {
    throw error instanceof AttemptsError
      ? connectFailure(error.attempts, { tried, of: addresses.length, port, sourceAddress, isChosen }, ownInterfaces())
      : error;
  });
  details.remoteAddress = formatAddress(socket.remoteAddress ?? '', port);
  return socket;
}

/** IPv6 first, then by turns (RFC 8305, 4), so that one broken family costs one attempt. */
function interleave(addresses: readonly Address[]): readonly Address[] {
  const six = addresses.filter((address) => address.family === 6);
  const four = addresses.filter((address) => address.family === 4);
  const pairs = Array.from({ length: Math.max(six.length, four.length) }, (_, index) => [six[index], four[index]]);
  return pairs.flat().filter((address) => address !== undefined);
}

interface RaceOptions extends Required<Pick<ConnectTarget, 'port' | 'sourceAddress'>> {
  /** Called when the first packet is about to be sent: the socket has been made. */
  readonly begin: () => void;
}

/**
 * Happy Eyeballs (RFC 8305): an attempt that has not answered after 250 ms goes on while the next one begins. Node's own
 * `autoSelectFamily` gives the earlier attempt up instead, which makes hosts that are far away look down or slow.
 */
function race(
  addresses: readonly Address[],
  { port, sourceAddress, begin }: RaceOptions,
  signal: AbortSignal,
): Promise<Socket> {
  const from = sourceAddress === '' ? {} : { localAddress: sourceAddress };
  return untilAborted(signal, (resolve, reject) => {
    const queue = [...addresses];
    const sockets = new Set<Socket>();
    const attempts: FailedAttempt[] = [];
    let delay: NodeJS.Timeout | undefined;

    function next(): void {
      clearTimeout(delay);
      const address = queue.shift();
      if (address !== undefined) attempt(address);
      else if (sockets.size === 0) reject(new AttemptsError(attempts));
    }

    function attempt({ address }: Address): void {
      const socket = connectSocket({ host: address, port, noDelay: true, ...from });
      if (sockets.size === 0 && attempts.length === 0) socket.once('connectionAttempt', begin);
      sockets.add(socket);
      const onError = (error: Error) => {
        sockets.delete(socket);
        attempts.push({ address, error });
        next();
      };
      socket.once('error', onError);
      socket.once('connect', () => {
        sockets.delete(socket);
        socket.off('error', onError);
        end();
        resolve(socket);
      });
      delay = setTimeout(next, ATTEMPT_DELAY_MS);
    }

    /** Gives up the attempts under way. A destroyed socket reports nothing any more. */
    function end(): void {
      clearTimeout(delay);
      for (const socket of sockets) socket.destroy();
    }

    next();
    return end;
  });
}

/** Every attempt failed. */
class AttemptsError extends Error {
  override readonly name = 'AttemptsError';
  readonly attempts: readonly FailedAttempt[];

  constructor(attempts: readonly FailedAttempt[]) {
    super('No address answered');
    this.attempts = attempts;
  }
}

/** TCP connections: resolve (phase `dns`), then connect to whichever address answers first (phase `connect`). */
import { connect as connectSocket, isIP, type Socket } from 'node:net';
import { failureOf } from '../../base/failure.ts';
import { FailureError } from '../../base/failure-error.ts';
import type { Address } from '../kind.ts';
import { connectFailure, type FailedAttempt } from './connect-failure.ts';
import { codeOf } from './failures.ts';
import { formatAddress } from './format-address.ts';
import { ownInterfaces } from './own-addresses.ts';
import type { Probe } from './probe.ts';
import { literalAddress } from './resolve.ts';
import { untilAborted } from '../../base/until-aborted.ts';

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
/** Of a name with more addresses, the others are not tried: each attempt is a socket, and a name can have thousands. */
const MAX_ATTEMPTS = 32;

/**
 * Resolves and connects. The socket has no listeners of ours left when it is given back, and belongs to the caller.
 * Notes the address in the details.
 * @throws FailureError, or the signal's reason
 */
export async function connectTcp(probe: Probe, target: ConnectTarget): Promise<Socket> {
  const { host, port, sourceAddress = '' } = target;
  const { signal, watch, details } = probe;
  const family = target.family === 0 ? familyOf(sourceAddress) : target.family;
  let addresses = literalAddress(host, family);
  if (addresses === null) {
    watch.enter('dns');
    addresses = interleave(await probe.resolver.resolve(host, family, signal, (ms) => watch.exclude(ms)));
  }
  watch.enter('connect');
  const tried = addresses.slice(0, MAX_ATTEMPTS);
  // The person has chosen the family, rather than a DNS server.
  const isChosen = isIP(host) !== 0 || family !== 0;
  const socket = await race(tried, { port, sourceAddress }, signal).catch((error: unknown) => {
    if (error instanceof AttemptsError && sourceAddress !== '' && lacksSource(error.attempts)) {
      throw new FailureError(failureOf('local.sourceAddress', { address: sourceAddress }, { phase: 'connect' }));
    }
    throw error instanceof AttemptsError
      ? connectFailure(error.attempts, { tried, of: addresses.length, port, isChosen }, ownInterfaces())
      : error;
  });
  details.remoteAddress = formatAddress(socket.remoteAddress ?? '', port);
  return socket;
}

function familyOf(address: string): 0 | 4 | 6 {
  const version = isIP(address);
  return version === 4 || version === 6 ? version : 0;
}

/** The system says so when it is asked to connect from an address that it does not have. */
function lacksSource(attempts: readonly FailedAttempt[]): boolean {
  return attempts.every(({ error }) => codeOf(error) === 'EADDRNOTAVAIL');
}

/** IPv6 first, then by turns (RFC 8305, 4), so that one broken family costs one attempt. */
function interleave(addresses: readonly Address[]): readonly Address[] {
  if (addresses.length < 2) return addresses;
  const six = addresses.filter((address) => address.family === 6);
  const four = addresses.filter((address) => address.family === 4);
  const ordered: Address[] = [];
  for (let index = 0; index < Math.max(six.length, four.length); index++) {
    ordered.push(...six.slice(index, index + 1), ...four.slice(index, index + 1));
  }
  return ordered;
}

/**
 * Happy Eyeballs (RFC 8305): an attempt that has not answered after 250 ms goes on while the next one begins. Node's own
 * `autoSelectFamily` gives the earlier attempt up instead, which makes hosts that are far away look down or slow.
 */
function race(
  addresses: readonly Address[],
  { port, sourceAddress }: Required<Pick<ConnectTarget, 'port' | 'sourceAddress'>>,
  signal: AbortSignal,
): Promise<Socket> {
  const from = sourceAddress === '' ? {} : { localAddress: sourceAddress };
  return untilAborted(signal, (resolve, reject) => {
    const sockets = new Set<Socket>();
    const attempts: FailedAttempt[] = [];
    let begun = 0;
    let delay: NodeJS.Timeout | undefined;

    function end(winner?: Socket): void {
      clearTimeout(delay);
      for (const socket of sockets) {
        if (socket === winner) continue;
        // An attempt that is given up may still report an error.
        socket.removeAllListeners('connect');
        socket.destroy();
      }
      sockets.clear();
    }

    function attempt(): void {
      clearTimeout(delay);
      const address = addresses[begun++];
      if (address === undefined) return;
      const socket = connectSocket({ host: address.address, port, noDelay: true, ...from });
      sockets.add(socket);
      const onError = (error: Error) => {
        if (!sockets.delete(socket)) return;
        attempts.push({ address: address.address, error });
        if (begun < addresses.length) attempt();
        else if (sockets.size === 0) {
          end();
          reject(new AttemptsError(attempts));
        }
      };
      socket.on('error', onError);
      socket.once('connect', () => {
        end(socket);
        socket.off('error', onError);
        resolve(socket);
      });
      if (begun < addresses.length) delay = setTimeout(attempt, ATTEMPT_DELAY_MS);
    }

    attempt();
    return () => end();
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

/** TCP connections: resolve (phase `dns`), then connect to whichever address answers first (phase `connect`). */
import { connect as connectSocket, type Socket } from 'node:net';
import { FailureError } from '../../base/failure-error.ts';
import type { Address } from '../kind.ts';
import { codeOf, toFailure } from './failures.ts';
import type { Probe } from './probe.ts';
import { literalAddress } from './resolve.ts';
import { untilAborted } from '../../base/until-aborted.ts';

export interface ConnectTarget {
  /** A name, or an address without brackets. */
  readonly host: string;
  readonly port: number;
  /** 0: both. */
  readonly family: 0 | 4 | 6;
}

/** From one attempt to the next while none has answered, in milliseconds (RFC 8305, 5: the Connection Attempt Delay). */
const ATTEMPT_DELAY_MS = 250;
/** Of a name with more addresses, the others are not tried: each attempt is a socket, and a name can have thousands. */
const MAX_ATTEMPTS = 32;
/** So many addresses are named in a failure. */
const NAMED = 5;

/**
 * Resolves and connects. The socket has no listeners of ours left when it is given back, and belongs to the caller.
 * Notes the address in the details.
 * @throws FailureError, or the signal's reason
 */
export async function connectTcp(probe: Probe, { host, port, family }: ConnectTarget): Promise<Socket> {
  const { signal, watch, details } = probe;
  let addresses = literalAddress(host, family);
  if (addresses === null) {
    watch.enter('dns');
    addresses = interleave(await probe.resolver.resolve(host, family, signal, (ms) => watch.exclude(ms)));
  }
  watch.enter('connect');
  const socket = await race(addresses.slice(0, MAX_ATTEMPTS), addresses.length, port, signal);
  details.remoteAddress = formatAddress(socket.remoteAddress ?? '', port);
  return socket;
}

/** `address:port`, IPv6 in brackets. */
export function formatAddress(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
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
function race(addresses: readonly Address[], of: number, port: number, signal: AbortSignal): Promise<Socket> {
  return untilAborted(signal, (resolve, reject) => {
    const sockets = new Set<Socket>();
    const errors: Error[] = [];
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
      const socket = connectSocket({ host: address.address, port, noDelay: true });
      sockets.add(socket);
      const onError = (error: Error) => {
        if (!sockets.delete(socket)) return;
        errors.push(error);
        if (begun < addresses.length) attempt();
        else if (sockets.size === 0) {
          end();
          reject(connectFailure(errors, addresses, of, port));
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

/** "No way" to an IPv6 address is what a machine without IPv6 says; the other address tells what is wrong. */
function connectFailure(errors: readonly Error[], addresses: readonly Address[], of: number, port: number): unknown {
  const rank = (error: Error) => (['ENETUNREACH', 'EAFNOSUPPORT', 'EADDRNOTAVAIL'].includes(codeOf(error)) ? 1 : 0);
  const [error] = errors.toSorted((a, b) => rank(a) - rank(b));
  const failure = toFailure(error, 'connect');
  if (failure === null) return error;
  if (!failure.code.startsWith('connect.')) return new FailureError(failure, { cause: error });
  const tried = {
    addresses: addresses.slice(0, NAMED).map(({ address }) => formatAddress(address, port)),
    ...(addresses.length > NAMED ? { more: addresses.length - NAMED } : {}),
    ...(of > addresses.length ? { untried: of - addresses.length } : {}),
  };
  return new FailureError({ ...failure, params: { ...failure.params, ...tried } }, { cause: error });
}

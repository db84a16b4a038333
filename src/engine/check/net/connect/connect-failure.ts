/** What the failed attempts to connect mean: a failure of the endpoint, or of this machine. */
import { isIP } from 'node:net';
import type { Failure } from '../../../../contract/model/failure.ts';
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import type { Address } from '../../kind.ts';
import { codeOf, rawOf, toFailure } from '../probe/failures.ts';
import { formatAddress } from '../address/format-address.ts';
import { hasSourceFor, isNoWay, isUnicast, lacksFamily, type Interfaces } from '../address/own-addresses.ts';

/** The most addresses that a failure names. */
const NAMED = 5;

/** An attempt that failed. */
export interface FailedAttempt {
  readonly address: string;
  readonly error: Error;
}

export interface Tried {
  readonly tried: readonly Address[];
  /** The number of addresses. */
  readonly of: number;
  readonly port: number;
  /** The address of this machine that the person wants to connect from; empty: any. */
  readonly sourceAddress: string;
  /** Whether the person has chosen the family of the addresses. */
  readonly isChosen: boolean;
}

/**
 * The error to throw when every attempt failed: mostly a `FailureError`, or the system's error when it is a bug. A
 * machine without IPv6 says that there is no route to an IPv6 address; the error of the other address tells what is
 * wrong.
 * @param attempts at least one
 * @param interfaces null: the system does not say which there are
 */
export function connectFailure(
  attempts: readonly FailedAttempt[],
  { tried, of, port, sourceAddress, isChosen }: Tried,
  interfaces: Interfaces | null,
): unknown {
  // The system's error for a source address that this machine does not have.
  if (sourceAddress !== '' && attempts.every(({ error }) => codeOf(error) === 'EADDRNOTAVAIL')) {
    return new FailureError(failureOf('local.sourceAddress', { address: sourceAddress }, { phase: 'connect' }));
  }
  const rank = ({ error }: FailedAttempt) => (isNoWay(codeOf(error)) ? 1 : 0);
  const [attempt] = attempts.toSorted((a, b) => rank(a) - rank(b));
  if (attempt === undefined) return new TypeError('Expected an attempt that failed');
  const failure = localFailure(attempts, attempt, isChosen, interfaces) ?? toFailure(attempt.error, 'connect');
  if (failure === null) return attempt.error;
  const cause = attempt.error;
  // The texts of all other failures mention no addresses.
  if (!failure.code.startsWith('connect.') && failure.code !== 'local.noAddress')
    return new FailureError(failure, { cause });
  const list = {
    addresses: tried.slice(0, NAMED).map(({ address }) => formatAddress(address, port)),
    ...(tried.length > NAMED ? { more: tried.length - NAMED } : {}),
    ...(of > tried.length ? { untried: of - tried.length } : {}),
  };
  return new FailureError({ ...failure, params: { ...failure.params, ...list } }, { cause });
}

/**
 * A failure that this machine's own state explains. The verdict is `unknown` only where no remote server can cause it:
 * a missing address family counts if the person has chosen the family, and a lack of local ports counts for an address
 * that a connection can have.
 */
function localFailure(
  attempts: readonly FailedAttempt[],
  { address, error }: FailedAttempt,
  isChosen: boolean,
  interfaces: Interfaces | null,
): Failure | null {
  if (interfaces === null || !isNoWay(codeOf(error))) return null;
  const extras = { phase: 'connect', raw: rawOf(error) } as const;
  const cannotReach = attempts.every(
    (one) => isNoWay(codeOf(one.error)) && isUnicast(one.address) && lacksFamily(one.address, interfaces),
  );
  const family = isIP(address);
  if (cannotReach && isChosen) return failureOf('local.noAddress', { family: String(family) }, extras);
  if (cannotReach) return failureOf('connect.unreachable', { reason: `noIPv${family}` }, extras);
  const reason = codeOf(error);
  const hasNoPort = reason === 'EADDRNOTAVAIL' && isUnicast(address) && hasSourceFor(address, interfaces);
  return hasNoPort ? failureOf('local.exhausted', { reason }, extras) : null;
}

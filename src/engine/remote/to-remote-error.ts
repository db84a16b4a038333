import type { Message } from '../../contract/model/text.ts';
import { FailureError } from '../base/failure-error.ts';
import { problemOf } from '../base/problem-error.ts';
import { toFailure } from '../check/net/probe/failures.ts';
import { RemoteError } from './remote-error.ts';

/** Turns the error of a connection into one for people. Bugs are thrown again. */
export function toRemoteError(error: unknown): RemoteError {
  if (error instanceof RemoteError) return error;
  if (error instanceof FailureError) return fromFailure(error.failure, { cause: error });
  const failure = toFailure(error, undefined);
  if (failure !== null) return fromFailure(failure, { cause: error });
  // `ws` and node:http report a connection that ended too early without a system error code.
  if (error instanceof Error && (isAborted(error) || 'code' in error)) {
    return new RemoteError(problemOf('remote.closed', {}), { cause: error });
  }
  throw error;
}

function isAborted(error: Error): boolean {
  return error.name === 'AbortError' || /socket hang up|closed before|aborted/iu.test(error.message);
}

/** @param fingerprint of the server's certificate, if it has one */
export function fromFailure(
  { code, params }: Message,
  { fingerprint = null, cause }: { readonly fingerprint?: string | null; readonly cause?: unknown } = {},
): RemoteError {
  const isCertificate = CERTIFICATE.has(code);
  return new RemoteError(params === undefined ? { code } : { code, params }, {
    isFinal: isCertificate,
    fingerprint: isCertificate ? fingerprint : null,
    cause,
  });
}

/** The failures that trusting the certificate would fix. */
const CERTIFICATE = new Set(['tls.selfSigned', 'tls.unknownAuthority', 'tls.wrongHost']);

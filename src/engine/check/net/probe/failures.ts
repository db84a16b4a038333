/** Turns the errors of the system, TLS and parsers into the contract's failures. */
import { FAILURES, isLocal, type Failure, type FailureCode } from '../../../../contract/model/failure.ts';
import type { Params } from '../../../../contract/model/text.ts';
import type { Ms } from '../../../../contract/model/units.ts';
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import { cut } from '../../../base/cut.ts';

/** The failure of each system error. Its code is the reason, unless another word says more. */
const SYSTEM: Readonly<Record<string, readonly [code: FailureCode, reason?: string]>> = {
  ECONNREFUSED: ['connect.refused'],
  EHOSTUNREACH: ['connect.unreachable'],
  ENETUNREACH: ['connect.unreachable'],
  EHOSTDOWN: ['connect.unreachable'],
  ENETDOWN: ['connect.unreachable'],
  EMFILE: ['local.exhausted'],
  ENFILE: ['local.exhausted'],
  ENOBUFS: ['local.exhausted'],
  ENOMEM: ['local.exhausted'],
  EADDRNOTAVAIL: ['connect.failed'],
  EACCES: ['connect.failed'],
  EPERM: ['connect.failed'],
  EAFNOSUPPORT: ['connect.failed'],
  EINVAL: ['connect.failed'],
  ECONNRESET: ['connection.reset', 'reset'],
  ECONNABORTED: ['connection.reset', 'aborted'],
  EPIPE: ['connection.reset', 'sending'],
  ENOTCONN: ['connection.reset', 'closed'],
  ETIMEDOUT: ['timeout'],
};

/**
 * The failure that an error means.
 * @param phase where it happened
 * @returns null when no check can expect the error: it is a bug
 */
export function toFailure(error: unknown, phase: string | undefined): Failure | null {
  if (error instanceof FailureError) return withPhase(error.failure, phase);
  if (!(error instanceof Error)) return null;
  const code = codeOf(error);
  const raw = rawOf(error);
  const [known, reason = code] = SYSTEM[code] ?? [];
  // Only an error of one of this machine's own calls says that this machine is to blame; texts may be a server's.
  if (known !== undefined && (!isLocal(known) || 'syscall' in error)) {
    const params: Params = 'reason' in FAILURES[known].params ? { reason } : {};
    return withPhase(failureOf(known, params, { raw }), phase);
  }
  const tls = tlsReason(code, error.message);
  if (tls !== null) return withPhase(failureOf('tls.handshake', { reason: tls }, { raw }), phase);
  if (!('syscall' in error)) return null;
  return withPhase(failureOf('connect.failed', { reason: code === '' ? 'unknown' : code }, { raw }), phase);
}

/** The error in the words that a person would search for. */
export function rawOf(error: Error): string {
  const code = codeOf(error);
  // OpenSSL's begin with a thread id and end with a place in its source.
  const message = error.message.replace(/^[0-9A-F]{8,}:(error:.*?):[^:\s]+\.c(?:c|pp)?:\d+:.*/su, '$1');
  return code === '' || message.includes(code) ? message : `${code}: ${message}`;
}

/** The same failure with each of its texts cut to `max` characters, and each list to 20 entries. */
export function cutFailure(failure: Failure, max: number): Failure {
  const { params, raw, ...rest } = failure;
  return {
    ...rest,
    ...(params === undefined ? {} : { params: cutParams(params, max) }),
    ...(raw === undefined ? {} : { raw: cut(raw, max) }),
  };
}

const LIST_ENTRIES = 20;

function cutParams(params: Params, max: number): Params {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => {
      if (typeof value === 'string') return [name, cut(value, max)];
      if (!Array.isArray(value)) return [name, value];
      const entries = value.slice(0, LIST_ENTRIES) as readonly unknown[];
      return [name, entries.map((entry) => (typeof entry === 'string' ? cut(entry, max) : entry))];
    }),
  ) as Params;
}

/** The stable code of a system or Node error; empty: it has none. */
export function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/**
 * The deadline passed.
 * @param under what the check was waiting for, where more is known than the phase
 */
export function timeoutFailure(timeoutMs: Ms, phase: string | undefined, under: UnderWay = {}): Failure {
  return withPhase(failureOf('timeout', { timeoutMs, ...under }), phase);
}

/** What a check that waits for a text has received so far. */
export interface UnderWay {
  readonly readBytes?: number;
  readonly expected?: string;
  /** The DNS servers do not know the name, and the operating system was still looking it up. */
  readonly resolver?: 'system';
}

/** Adds the phase. Failures of a single kind are about the content of an answer and have no phase. */
function withPhase(failure: Failure, phase: string | undefined): Failure {
  const known = phase === undefined || failure.phase !== undefined || !Object.hasOwn(FAILURES, failure.code);
  return known ? failure : { ...failure, phase };
}

/**
 * Why a handshake failed, from an error of OpenSSL (or of Electron's BoringSSL, which uses the same names); null: it is
 * not such an error.
 */
function tlsReason(code: string, message: string): string | null {
  if (!code.startsWith('ERR_SSL_') && code !== 'EPROTO' && !code.startsWith('ERR_TLS_')) return null;
  return TLS_REASONS.find(([pattern]) => pattern.test(code) || pattern.test(message))?.[1] ?? 'other';
}

const TLS_REASONS: readonly (readonly [RegExp, string])[] = [
  [/WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|UNKNOWN_PROTOCOL|RECORD_OVERFLOW/u, 'notTls'],
  [/PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|VERSION_TOO_LOW/u, 'version'],
  [/CERTIFICATE_REQUIRED|ALERT_BAD_CERTIFICATE|ALERT_UNKNOWN_CA/u, 'clientCertificate'],
  [/UNRECOGNIZED_NAME/u, 'unknownName'],
  [/NO_APPLICATION_PROTOCOL/u, 'alpn'],
  [/HANDSHAKE_FAILURE|NO_SHARED_CIPHER|NO_CIPHERS/u, 'cipher'],
  [/DH_KEY_TOO_SMALL|KEY_TOO_SMALL|MD_TOO_WEAK|LEGACY/u, 'weak'],
  [/UNEXPECTED_EOF/u, 'unexpectedEnd'],
];

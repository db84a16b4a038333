/** From what the system, TLS or a parser reports to the contract's failures: a code, and a sentence for people. */
import type { Failure } from '../../../contract/model/failure.ts';
import type { Ms } from '../../../contract/model/units.ts';
import { writeDuration } from '../../../shared/duration.ts';
import { FailureError } from '../../base/failure-error.ts';

type Known = Pick<Failure, 'code' | 'message'>;

const NO_WAY = 'There is no way from this machine to the address';
const SYSTEM: Readonly<Record<string, Known>> = {
  ECONNREFUSED: { code: 'connect.refused', message: 'Nothing listens on the port: the connection was refused.' },
  EHOSTUNREACH: { code: 'connect.unreachable', message: `${NO_WAY}: the host is unreachable.` },
  ENETUNREACH: { code: 'connect.unreachable', message: `${NO_WAY}: the network is unreachable.` },
  EHOSTDOWN: { code: 'connect.unreachable', message: `${NO_WAY}: the host is down.` },
  ENETDOWN: { code: 'connect.unreachable', message: `${NO_WAY}: the network is down.` },
  EMFILE: { code: 'connect.failed', message: 'Lookout may not open more files and sockets (limit of the process).' },
  ENFILE: { code: 'connect.failed', message: 'This machine cannot open more files and sockets (limit of the system).' },
  ENOBUFS: { code: 'connect.failed', message: 'This machine has no memory left for another connection.' },
  ENOMEM: { code: 'connect.failed', message: 'This machine has no memory left for another connection.' },
  EADDRNOTAVAIL: { code: 'connect.failed', message: 'This machine has no free local port or no fitting address.' },
  EACCES: {
    code: 'connect.failed',
    message: 'This machine does not permit the connection (a firewall may forbid it).',
  },
  EPERM: { code: 'connect.failed', message: 'This machine does not permit the connection (a firewall may forbid it).' },
  EAFNOSUPPORT: { code: 'connect.failed', message: 'This machine does not know addresses of this kind.' },
  EINVAL: { code: 'connect.failed', message: 'This machine cannot connect to such an address.' },
  ECONNRESET: { code: 'connection.reset', message: 'The other side reset the connection.' },
  ECONNABORTED: { code: 'connection.reset', message: 'The connection was aborted.' },
  EPIPE: { code: 'connection.reset', message: 'The other side closed the connection while Lookout was sending.' },
  ENOTCONN: { code: 'connection.reset', message: 'The other side closed the connection.' },
  ETIMEDOUT: { code: 'timeout', message: 'The other side did not react any more, and this machine gave up.' },
};

/**
 * The failure that an error stands for.
 * @param phase where it happened
 * @returns null when the error is none that a check can expect: a bug
 */
export function toFailure(error: unknown, phase: string | undefined): Failure | null {
  if (error instanceof FailureError) return withPhase(error.failure, phase);
  if (!(error instanceof Error)) return null;
  const code = codeOf(error);
  const known = SYSTEM[code] ?? tlsFailure(code, error.message);
  if (known !== null) return withPhase({ ...known, raw: rawOf(error) }, phase);
  if ('syscall' in error) {
    const message = `The connection failed (${code === '' ? error.message : code}).`;
    return withPhase({ code: 'connect.failed', message, raw: rawOf(error) }, phase);
  }
  return null;
}

/** The error as one would search for it. */
export function rawOf(error: Error): string {
  const code = codeOf(error);
  // OpenSSL's begin with a thread id and end with a place in its source.
  const message = error.message.replace(/^[0-9A-F]{8,}:(error:.*?):[^:\s]+\.c(?:c|pp)?:\d+:.*$/su, '$1');
  return code === '' || message.includes(code) ? message : `${code}: ${message}`;
}

/** A text from an endpoint or a server within a sentence; a long one is cut. */
export function quote(text: string, max = 80): string {
  return `"${cut(text, max)}"`;
}

/** At most so many characters of a text, the last of which tells that there was more. */
export function cut(text: string, max: number): string {
  return text.length > max ? `${text.slice(0, max - 1)}…` : text;
}

/** The stable code of a system or Node error; empty: it has none. */
export function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

const STOPPED_AT: Readonly<Record<string, string>> = {
  dns: 'no DNS server answered for the name',
  connect: 'the connection was not accepted',
  tls: 'connected, but the TLS handshake did not end',
  wait: 'connected, but the server sent nothing',
  transfer: 'the answer began, but did not end',
};

/**
 * The deadline passed.
 * @param note what was under way, over the usual words for the phase
 */
export function timeoutFailure(timeout: Ms, phase: string | undefined, note?: string): Failure {
  const at =
    note ??
    (phase === undefined ? 'the check had not begun' : (STOPPED_AT[phase] ?? `it stopped in the phase ${phase}`));
  return withPhase({ code: 'timeout', message: `No answer within ${spell(timeout)}: ${at}.` }, phase);
}

/** `10 s`, `1 m 30 s`: with spaces, for sentences. */
function spell(ms: Ms): string {
  return writeDuration(ms)
    .replace(/(\d)([a-z])/gu, '$1 $2')
    .replace(/([a-z])(\d)/gu, '$1 $2');
}

function withPhase(failure: Failure, phase: string | undefined): Failure {
  // What an answer says concerns no phase.
  const ofAnswer = failure.code.startsWith('http.') || failure.code.startsWith('body.');
  return phase === undefined || failure.phase !== undefined || ofAnswer ? failure : { ...failure, phase };
}

/** Errors of OpenSSL (and of Electron's BoringSSL, which names them alike), in the handshake or after it. */
function tlsFailure(code: string, message: string): Known | null {
  if (!code.startsWith('ERR_SSL_') && code !== 'EPROTO' && !code.startsWith('ERR_TLS_')) return null;
  const found = TLS_SENTENCES.find(([pattern]) => pattern.test(code) || pattern.test(message));
  return { code: 'tls.handshake', message: found?.[1] ?? 'The TLS handshake failed.' };
}

const TLS_SENTENCES: readonly (readonly [RegExp, string])[] = [
  [
    /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|UNKNOWN_PROTOCOL|RECORD_OVERFLOW/u,
    'What answered does not speak TLS.',
  ],
  [
    /PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|VERSION_TOO_LOW/u,
    'The server speaks no TLS version that Lookout accepts (1.2 or 1.3).',
  ],
  [/CERTIFICATE_REQUIRED|ALERT_BAD_CERTIFICATE|ALERT_UNKNOWN_CA/u, 'The server wants a client certificate.'],
  [/UNRECOGNIZED_NAME/u, 'The server knows no certificate for this host name.'],
  [/NO_APPLICATION_PROTOCOL/u, 'The server accepts no protocol that Lookout offers (ALPN).'],
  [/HANDSHAKE_FAILURE|NO_SHARED_CIPHER|NO_CIPHERS/u, 'The server refused the TLS handshake: no cipher in common.'],
  [/DH_KEY_TOO_SMALL|KEY_TOO_SMALL|MD_TOO_WEAK|LEGACY/u, 'The server uses TLS parameters that are too weak.'],
  [/UNEXPECTED_EOF/u, 'The server closed the connection without the end that TLS prescribes.'],
];

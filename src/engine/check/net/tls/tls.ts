/**
 * TLS over a connected socket (phase `tls`, unless another one is given). We check the chain ourselves, so that a
 * refused one can be shown too.
 */
import { isIP, type Socket } from 'node:net';
import * as tls from 'node:tls';
import type { Failure, FailureCode } from '../../../../contract/model/failure.ts';
import type { Certificate, TlsDetails } from '../../../../contract/model/check.ts';
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import { loopClock } from '../../../base/loop-clock.ts';
import { toChain } from './certificate.ts';
import { codeOf, rawOf } from '../probe/failures.ts';
import type { Probe } from '../probe/probe.ts';
import { secureContext } from './trust.ts';
import { untilAborted } from '../../../base/until-aborted.ts';

export interface TlsOptions {
  /** For SNI (when it is a name) and to compare with the certificate. */
  readonly host: string;
  /** What to offer by ALPN (RFC 7301), best first. */
  readonly alpn: readonly string[];
  /** False: any certificate is accepted; `details.tls.authorized` still says whether it would have been. */
  readonly verify: boolean;
  /**
   * SHA-256 fingerprints, as `Certificate` has them. One of the server is accepted even if its name or its authority cannot
   * be verified, as long as it is not out of date.
   */
  readonly trusted: readonly string[];
  /** Absent: the one for all checks. See `net/tls/trust.ts`. */
  readonly context?: tls.SecureContext;
  /** A session of another connection to the same server, which is resumed if the server agrees. */
  readonly session?: Buffer;
  /** The phase that the handshake belongs to; absent: `tls`. */
  readonly phase?: string;
}

/**
 * Does the handshake, adds `details.tls`, and refuses an invalid chain. On any failure the socket is destroyed.
 * @throws FailureError `tls.*` or `connection.reset`, or the signal's reason
 */
export async function startTls(probe: Probe, socket: Socket, options: TlsOptions): Promise<tls.TLSSocket> {
  probe.watch.enter(options.phase ?? 'tls');
  let problem: Error | undefined;
  let leaf: tls.PeerCertificate | undefined;
  const secured = await untilAborted<tls.TLSSocket>(probe.signal, (resolve, reject) => {
    const secured = tls.connect({
      socket,
      host: options.host,
      servername: isIP(options.host) === 0 ? options.host.replace(/\.$/u, '') : '',
      ALPNProtocols: [...options.alpn],
      secureContext: options.context ?? secureContext(),
      ...(options.session === undefined ? {} : { session: options.session }),
      rejectUnauthorized: false,
      // Called only for a valid chain. Node has read the certificate already, so it need not be read again.
      checkServerIdentity: (host, certificate) => {
        leaf = certificate;
        problem = tls.checkServerIdentity(host, certificate);
        return problem;
      },
    });
    const onError = (error: Error) => reject(handshakeError(error));
    secured.once('error', onError);
    // TLS 1.3 servers send tickets for later sessions. Looking at the clock then makes it exact for the answer, which comes next.
    secured.on('session', () => loopClock.look());
    secured.once('secureConnect', () => {
      secured.off('error', onError);
      resolve(secured);
    });
    return () => {
      secured.off('error', onError).on('error', () => {
        // The handshake was given up, so nothing waits for its errors any more.
      });
      secured.destroy();
    };
  }).catch((error: unknown) => {
    socket.destroy();
    throw error;
  });
  const details = describe(secured, leaf, options.trusted);
  probe.details.tls = details;
  const failure =
    details.pinned === true
      ? periodFailure(details.chain[0])
      : details.authorized
        ? null
        : certificateFailure(secured, options.host, details, problem);
  // Only the server that began a session can resume it, and its certificate was verified then.
  if (options.verify && failure !== null && !secured.isSessionReused()) {
    secured.destroy();
    throw new FailureError(failure);
  }
  return secured;
}

function describe(
  secured: tls.TLSSocket,
  leaf: tls.PeerCertificate | undefined,
  trusted: readonly string[],
): TlsDetails {
  const chain = toChain(leaf ?? secured.getPeerCertificate(true));
  const pinned = !secured.authorized && trusted.includes(chain[0]?.fingerprint ?? '');
  return {
    protocol: secured.getProtocol() ?? '',
    cipher: secured.getCipher().standardName,
    alpn: secured.alpnProtocol || '',
    chain,
    authorized: secured.authorized,
    ...(pinned ? { pinned } : {}),
  };
}

/** A person who trusts a certificate trusts its identity. It can still expire. */
function periodFailure(certificate: Certificate | undefined): Failure | null {
  const now = Date.now();
  if (certificate === undefined) return null;
  const { validFrom, validTo } = certificate;
  if (now > validTo) return failureOf('tls.expired', { expiredOn: validTo }, { phase: 'tls' });
  return validFrom !== null && now < validFrom
    ? failureOf('tls.notYetValid', { validOn: validFrom }, { phase: 'tls' })
    : null;
}

function handshakeError(error: Error): unknown {
  if (codeOf(error) !== 'ECONNRESET') return error;
  const failure = failureOf('connection.reset', { reason: 'handshake' }, { phase: 'tls', raw: rawOf(error) });
  return new FailureError(failure, { cause: error });
}

type CertificateCode = Extract<
  FailureCode,
  'tls.expired' | 'tls.notYetValid' | 'tls.wrongHost' | 'tls.selfSigned' | 'tls.revoked'
>;

/** OpenSSL's verify results (X509_V_ERR_*) that have a code of their own; any other is `tls.unknownAuthority`. */
const CODES: ReadonlyMap<string, CertificateCode> = new Map([
  ['CERT_HAS_EXPIRED', 'tls.expired'],
  ['CERT_NOT_YET_VALID', 'tls.notYetValid'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls.wrongHost'],
  ['HOSTNAME_MISMATCH', 'tls.wrongHost'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls.selfSigned'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'tls.selfSigned'],
  ['CERT_REVOKED', 'tls.revoked'],
]);

function certificateFailure(secured: tls.TLSSocket, host: string, { chain }: TlsDetails, problem?: Error): Failure {
  // Declared as an Error, but it is OpenSSL's code as a text when `rejectUnauthorized` is false.
  const reason = String(secured.authorizationError);
  const extras = { phase: 'tls', raw: problem?.message ?? reason };
  const code = CODES.get(reason);
  const now = Date.now();
  switch (code) {
    // It may be a certificate further up the chain that is out of date.
    case 'tls.expired': {
      const { validTo: expiredOn } = wrongOne(chain, ({ validTo }) => validTo < now);
      return failureOf(code, { expiredOn }, extras);
    }
    case 'tls.notYetValid': {
      const { validFrom: validOn } = wrongOne(chain, ({ validFrom }) => validFrom !== null && validFrom > now);
      return failureOf(code, { validOn }, extras);
    }
    case 'tls.wrongHost': {
      const names = (chain[0]?.names ?? []).slice(0, NAMED).map((name) => name.replace(/^(?:DNS|IP Address):/u, ''));
      return failureOf(code, { host, names }, extras);
    }
    case 'tls.selfSigned':
      return failureOf(code, { subject: chain.length < 2 ? null : (chain.at(-1)?.subject ?? null) }, extras);
    case 'tls.revoked':
      return failureOf(code, {}, extras);
    case undefined:
      return failureOf('tls.unknownAuthority', { reason, issuer: chain.at(-1)?.issuer ?? null }, extras);
  }
}

/** The most names of a certificate in a failure. */
const NAMED = 5;

/** The invalid certificate, or else the server's own; an empty object where there is none. */
function wrongOne(chain: readonly Certificate[], isWrong: (certificate: Certificate) => boolean): Partial<Certificate> {
  return chain.find(isWrong) ?? chain[0] ?? {};
}

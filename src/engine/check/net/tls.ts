/** TLS over a connected socket (phase `tls`). The chain is looked at here, so that a refused one can be shown too. */
import { isIP, type Socket } from 'node:net';
import * as tls from 'node:tls';
import type { Failure } from '../../../contract/model/failure.ts';
import type { TlsDetails } from '../../../contract/model/check.ts';
import { FailureError } from '../../base/failure-error.ts';
import { toChain } from './certificate.ts';
import { codeOf, rawOf } from './failures.ts';
import type { Probe } from './probe.ts';
import { secureContext } from './trust.ts';
import { untilAborted } from '../../base/until-aborted.ts';

export interface TlsOptions {
  /** For SNI (when it is a name) and to compare with the certificate. */
  readonly host: string;
  /** What to offer by ALPN (RFC 7301), best first. */
  readonly alpn: readonly string[];
  /** False: any certificate is accepted; `details.tls.authorized` still says whether it would have been. */
  readonly verify: boolean;
}

/**
 * Shakes hands, notes `details.tls`, and refuses a chain that is not right. On any failure the socket is destroyed.
 * @throws FailureError `tls.*` or `connection.reset`, or the signal's reason
 */
export async function startTls(probe: Probe, socket: Socket, options: TlsOptions): Promise<tls.TLSSocket> {
  probe.watch.enter('tls');
  let problem: Error | undefined;
  let leaf: tls.PeerCertificate | undefined;
  const secured = await untilAborted<tls.TLSSocket>(probe.signal, (resolve, reject) => {
    const secured = tls.connect({
      socket,
      host: options.host,
      servername: isIP(options.host) === 0 ? options.host.replace(/\.$/u, '') : '',
      ALPNProtocols: [...options.alpn],
      secureContext: secureContext(),
      rejectUnauthorized: false,
      // Called only when the chain is right. Node has read the certificate for it: no need to read it again.
      checkServerIdentity: (host, certificate) => {
        leaf = certificate;
        problem = tls.checkServerIdentity(host, certificate);
        return problem;
      },
    });
    const onError = (error: Error) => reject(handshakeError(error));
    secured.once('error', onError);
    secured.once('secureConnect', () => {
      secured.off('error', onError);
      resolve(secured);
    });
    return () => {
      secured.off('error', onError).on('error', () => {
        // It was given up: what it still reports has nobody to hear it.
      });
      secured.destroy();
    };
  }).catch((error: unknown) => {
    socket.destroy();
    throw error;
  });
  const details = describe(secured, leaf);
  probe.details.tls = details;
  if (options.verify && !details.authorized) {
    secured.destroy();
    throw new FailureError(certificateFailure(secured, options.host, details, problem));
  }
  return secured;
}

function describe(secured: tls.TLSSocket, leaf: tls.PeerCertificate | undefined): TlsDetails {
  return {
    protocol: secured.getProtocol() ?? '',
    cipher: secured.getCipher().standardName,
    alpn: secured.alpnProtocol || '',
    chain: toChain(leaf ?? secured.getPeerCertificate(true)),
    authorized: secured.authorized,
  };
}

function handshakeError(error: Error): unknown {
  if (codeOf(error) !== 'ECONNRESET') return error;
  const message = 'The other side closed the connection during the TLS handshake.';
  return new FailureError({ code: 'connection.reset', message, phase: 'tls', raw: rawOf(error) }, { cause: error });
}

/** OpenSSL's verify results (X509_V_ERR_*) that have a code of their own; any other is `tls.unknownAuthority`. */
const CODES: ReadonlyMap<string, Failure['code']> = new Map([
  ['CERT_HAS_EXPIRED', 'tls.expired'],
  ['CERT_NOT_YET_VALID', 'tls.notYetValid'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls.wrongHost'],
  ['HOSTNAME_MISMATCH', 'tls.wrongHost'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls.selfSigned'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'tls.selfSigned'],
  ['CERT_REVOKED', 'tls.revoked'],
]);

function certificateFailure(secured: tls.TLSSocket, host: string, details: TlsDetails, problem?: Error): Failure {
  // Declared as an Error, but it is OpenSSL's code as a text when `rejectUnauthorized` is false.
  const reason: unknown = secured.authorizationError;
  const raw = reason instanceof Error ? codeOf(reason) || reason.message : String(reason);
  const code = CODES.get(raw) ?? 'tls.unknownAuthority';
  return { code, message: sentence(code, raw, host, details), phase: 'tls', raw: problem?.message ?? raw };
}

function sentence(code: Failure['code'], raw: string, host: string, { chain }: TlsDetails): string {
  const day = (time: number | undefined) => (time === undefined ? '' : ` ${new Date(time).toISOString().slice(0, 10)}`);
  const now = Date.now();
  // It may be one further up the chain that is out of date.
  if (code === 'tls.expired') {
    return `The certificate expired on${day(chain.find((one) => one.validTo < now)?.validTo ?? chain[0]?.validTo)}.`;
  }
  if (code === 'tls.notYetValid') {
    return `The certificate is valid only from${day(chain.find((one) => one.validFrom > now)?.validFrom ?? chain[0]?.validFrom)}.`;
  }
  if (code === 'tls.wrongHost') {
    const names = chain[0]?.names.slice(0, 5).map((name) => name.replace(/^(?:DNS|IP Address):/u, '')) ?? [];
    return `The certificate is not for ${host}${names.length === 0 ? '' : `, but for ${names.join(', ')}`}.`;
  }
  if (code === 'tls.selfSigned') {
    return chain.length < 2
      ? 'The certificate is signed by itself, not by an authority.'
      : `The top of the certificate's chain (${chain.at(-1)?.subject}) is signed by itself and not trusted by this machine.`;
  }
  if (code === 'tls.revoked') return 'The certificate was revoked by its authority.';
  if (raw.startsWith('UNABLE_TO_')) {
    return `The certificate comes from an authority that this machine does not trust (${chain.at(-1)?.issuer}), or the server does not send the whole chain.`;
  }
  return `The certificate is not accepted (${raw}).`;
}

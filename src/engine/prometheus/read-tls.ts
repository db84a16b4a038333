/** Reads what a probe found about TLS: the opposite of `tlsMetrics`. blackbox_exporter has the same series. */
import { isIP } from 'node:net';
import type { TlsDetails } from '../../contract/model/check.ts';
import type { PromSeries } from './query.ts';

const EXPIRY = 'probe_ssl_earliest_cert_expiry';
const CERTIFICATE = 'probe_ssl_last_chain_info';
/** It is there, and not negative, only when the chain was verified. */
const VERIFIED = 'probe_ssl_last_chain_expiry_timestamp_seconds';

/** The series about the certificate, which alerts need. */
export const CERTIFICATE_SERIES: readonly string[] = [EXPIRY, CERTIFICATE, VERIFIED];

/**
 * The server's certificate, with the first end of a certificate of its chain, and the session, as far as it is known.
 * @param sampleOf the sample of the probe with a name
 * @returns null: the probe used no TLS, or did not get that far
 */
export function readTls(
  sampleOf: (name: string) => (Pick<PromSeries, 'labels'> & { readonly value: number }) | undefined,
): TlsDetails | null {
  const expiry = sampleOf(EXPIRY)?.value ?? 0;
  if (expiry <= 0) return null;
  const label = (name: string, series = CERTIFICATE): string => sampleOf(series)?.labels[name] ?? '';
  const names = label('subjectalternative');
  return {
    protocol: label('version', 'probe_tls_version_info').replace(/^TLS /u, 'TLSv'),
    cipher: label('cipher', 'probe_tls_cipher_info'),
    alpn: '',
    authorized: (sampleOf(VERIFIED)?.value ?? 0) > 0,
    chain: [
      {
        subject: label('subject'),
        issuer: label('issuer'),
        names:
          names === '' ? [] : names.split(',').map((name) => (isIP(name) === 0 ? `DNS:${name}` : `IP Address:${name}`)),
        validFrom: null,
        validTo: Math.round(expiry * 1000),
        serial: label('serialnumber').toUpperCase(),
        fingerprint: (label('fingerprint_sha256').match(/../gu) ?? []).join(':').toUpperCase(),
      },
    ],
  };
}

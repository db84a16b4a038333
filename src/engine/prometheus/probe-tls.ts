/** The series of `/probe` about TLS, which blackbox_exporter has, too: written and read back. */
import { isIP } from 'node:net';
import type { TlsDetails } from '../../contract/model/check.ts';
import type { MetricFamily, MetricSample } from '../base/metrics-text.ts';
import { gauge } from '../check/exporter-metrics.ts';

const EXPIRY = 'probe_ssl_earliest_cert_expiry';
const CERTIFICATE = 'probe_ssl_last_chain_info';
/** It is there, and not negative, only when the chain was verified. */
const VERIFIED = 'probe_ssl_last_chain_expiry_timestamp_seconds';
const VERSION = 'probe_tls_version_info';
const CIPHER = 'probe_tls_cipher_info';

/** The series about the certificate, which alerts need. */
export const CERTIFICATE_SERIES: readonly string[] = [EXPIRY, CERTIFICATE, VERIFIED];

/** @returns none: the probe used no TLS, or did not get that far */
export function tlsMetrics(tls: TlsDetails | undefined): readonly MetricFamily[] {
  const [certificate] = tls?.chain ?? [];
  if (tls === undefined || certificate === undefined) return [];
  const expiry = Math.min(...tls.chain.map(({ validTo }) => validTo)) / 1000;
  const info = (name: string, help: string, labels: Readonly<Record<string, string>>): MetricFamily => ({
    name,
    type: 'gauge',
    help,
    samples: [{ labels, value: 1 }],
  });
  return [
    gauge(EXPIRY, 'When the first certificate expires, in seconds since 1970.', expiry),
    ...(tls.authorized ? [gauge(VERIFIED, 'When the verified chain expires, in seconds since 1970.', expiry)] : []),
    info(CERTIFICATE, 'The certificate of the server.', {
      fingerprint_sha256: certificate.fingerprint.replaceAll(':', '').toLowerCase(),
      issuer: certificate.issuer,
      serialnumber: certificate.serial.toLowerCase(),
      subject: certificate.subject,
      subjectalternative: certificate.names.map((name) => name.replace(/^(?:DNS|IP Address):/u, '')).join(','),
    }),
    info(VERSION, 'The version of TLS.', { version: tls.protocol.replace(/^TLSv/u, 'TLS ') }),
    info(CIPHER, 'The cipher of the connection.', { cipher: tls.cipher }),
  ];
}

/**
 * The opposite of `tlsMetrics`: the server's certificate, with the earliest expiry in its chain, and the session, as far
 * as it is known.
 * @param sampleOf the sample of the probe with a name
 * @returns null: the probe used no TLS, or did not get that far
 */
export function readTls(sampleOf: (name: string) => MetricSample | undefined): TlsDetails | null {
  const expiry = sampleOf(EXPIRY)?.value ?? 0;
  if (expiry <= 0) return null;
  const label = (name: string, series = CERTIFICATE): string => sampleOf(series)?.labels?.[name] ?? '';
  const names = label('subjectalternative');
  return {
    protocol: label('version', VERSION).replace(/^TLS /u, 'TLSv'),
    cipher: label('cipher', CIPHER),
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

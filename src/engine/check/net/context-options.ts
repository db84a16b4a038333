/** What an endpoint can choose of TLS. Loaded at start, so without TLS itself. */
/** What a TLS context of an endpoint's own has. Texts are empty where the endpoint has none. */
export interface ContextOptions {
  /** Certificates in PEM format to trust besides those of this machine. */
  readonly caCertificates: string;
  /** The certificate that this machine shows, with its chain, in PEM format. */
  readonly clientCertificate: string;
  /** Its private key in PEM format. */
  readonly clientKey: string;
  /** Certificate and key as a PKCS#12 file in base64, instead of the two above. */
  readonly clientPkcs12: string;
  readonly clientPassphrase: string;
  readonly tlsMin: TlsVersion;
  readonly tlsMax: TlsVersion;
}

export const TLS_VERSIONS = ['1.0', '1.1', '1.2', '1.3'] as const;
export type TlsVersion = (typeof TLS_VERSIONS)[number];

/** What a kind with the fields of `fields/client-tls.ts` knows of its TLS client. */
export interface ClientTlsFields extends ContextOptions {
  /** The name to ask for and to expect (SNI, RFC 6066); empty: the host. */
  readonly serverName: string;
}

/** The part of the fields that makes a TLS context, without anything else. */
export function contextOptionsOf(fields: ContextOptions): ContextOptions {
  const { caCertificates, clientCertificate, clientKey, clientPkcs12, clientPassphrase, tlsMin, tlsMax } = fields;
  return { caCertificates, clientCertificate, clientKey, clientPkcs12, clientPassphrase, tlsMin, tlsMax };
}

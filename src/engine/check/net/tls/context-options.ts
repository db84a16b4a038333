/** The TLS options of an endpoint. Loaded at start, so it does not import TLS itself. */
/** The options of an endpoint's own TLS context. Texts are empty where the endpoint has none. */
export interface ContextOptions {
  /** Certificates in PEM format to trust besides those of this machine. */
  readonly caCertificates: string;
  /** The client certificate that this machine presents, with its chain, in PEM format. */
  readonly clientCertificate: string;
  /** Its private key in PEM format. */
  readonly clientKey: string;
  /** Certificate and key as a PKCS#12 file in base64, instead of the two above. */
  readonly clientPkcs12: string;
  readonly clientPassphrase: string;
  readonly tlsMin: TlsVersion;
  readonly tlsMax: TlsVersion;
}

/** The options of a machine that presents no certificate. */
export const NO_CLIENT_CERTIFICATE = {
  clientCertificate: '',
  clientKey: '',
  clientPkcs12: '',
  clientPassphrase: '',
} as const satisfies Partial<ContextOptions>;

export const TLS_VERSIONS = ['1.0', '1.1', '1.2', '1.3'] as const;
export type TlsVersion = (typeof TLS_VERSIONS)[number];

/** The fields of `fields/client-tls.ts`. */
export interface ClientTlsFields extends ContextOptions {
  /** The name to ask for and to expect (SNI, RFC 6066); empty: the host. */
  readonly serverName: string;
}

/** Only those fields that a TLS context is made from. */
export function contextOptionsOf(fields: ContextOptions): ContextOptions {
  const { caCertificates, clientCertificate, clientKey, clientPkcs12, clientPassphrase, tlsMin, tlsMax } = fields;
  return { caCertificates, clientCertificate, clientKey, clientPkcs12, clientPassphrase, tlsMin, tlsMax };
}

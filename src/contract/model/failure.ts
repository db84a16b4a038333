/**
 * Why a check did not succeed. The codes are stable: they are stored, exported and matched by people's scripts,
 * so one is never renamed and never given a second meaning.
 */
export const FAILURE_CODES = [
  /** The name does not exist (NXDOMAIN, RFC 8020), nor is it in the hosts file. */
  'dns.nxdomain',
  /** The name exists but has no address of the wanted family (NODATA, RFC 2308). */
  'dns.nodata',
  /** The resolver answered with an error (SERVFAIL, REFUSED) or could not be reached. */
  'dns.failed',
  /** Nothing listens on the port (ECONNREFUSED). */
  'connect.refused',
  /** No way to the address (EHOSTUNREACH, ENETUNREACH). */
  'connect.unreachable',
  /** The socket could not be made for another reason, such as not being allowed to (EACCES). */
  'connect.failed',
  /** The other side closed or reset the connection before the answer was complete. */
  'connection.reset',
  /** The deadline passed; `phase` says where. */
  'timeout',
  /** The certificate's notAfter has passed. */
  'tls.expired',
  /** The certificate's notBefore has not come yet. */
  'tls.notYetValid',
  /** The certificate is for other names (RFC 9525). */
  'tls.wrongHost',
  /** The certificate, or the top of its chain, is signed by itself and not trusted. */
  'tls.selfSigned',
  /** The chain does not lead to an authority that this machine trusts. */
  'tls.unknownAuthority',
  /** The certificate was revoked. */
  'tls.revoked',
  /** The handshake failed: no common version or cipher, an alert, not TLS at all. */
  'tls.handshake',
  /** The answer breaks the protocol that was spoken. */
  'protocol.error',
  /** More redirects than the endpoint allows. */
  'http.tooManyRedirects',
  /** A redirect to something that is not http or https, or without a target. */
  'http.badRedirect',
  /** The status is not among the accepted ones. */
  'http.status',
  /** The keyword that should be in the body is not there. */
  'body.keywordMissing',
  /** The keyword that must not be in the body is there. */
  'body.keywordPresent',
  /** A TCP service did not send the expected text. */
  'expect.missing',
  /** This machine was asleep while the check ran. The verdict is `unknown`. */
  'us.asleep',
  /** This machine had no network. The verdict is `unknown`. */
  'us.offline',
  /** This machine was too busy to judge: its event loop came late. The verdict is `unknown`. */
  'us.late',
  /** Other slow names kept this machine from looking the name up in time. The verdict is `unknown`. */
  'us.lookups',
  /** This machine has no file descriptors, ports or memory left for a connection. The verdict is `unknown`. */
  'us.exhausted',
  /** A secret of the endpoint cannot be read: its key is gone, or the vault is shut. The verdict is `unknown`. */
  'us.secret',
  /** Lookout itself failed: a bug. The verdict is `unknown`, and the log has the stack. */
  'us.bug',
] as const;

export type FailureCode = (typeof FAILURE_CODES)[number];

export interface Failure {
  readonly code: FailureCode;
  /** One sentence that a person understands, ending in a full stop. */
  readonly message: string;
  /** The error as the system or library gave it, for those who want to search for it. */
  readonly raw?: string;
  /** Where it happened, when that is known: a phase of the endpoint's kind, such as `connect`. */
  readonly phase?: string;
}

/**
 * Why a check did not succeed. Codes are stored, exported and matched by people's scripts. Those that only one kind has
 * are in its descriptor (`FailureDescriptor`); the ones here are common to all kinds.
 */
import type { CodeDocs, Params } from './text.ts';

interface FailureDocs extends CodeDocs {
  /** True: a missing network on this machine would cause the same failure, so this machine may be at fault. */
  readonly network?: true;
}

const ADDRESSES = {
  addresses: 'the addresses that were tried, at most 5',
  more: 'how many more addresses were tried',
  untried: 'how many addresses of the name were not tried',
} as const;

/** The failures that every kind can have. */
export const FAILURES = {
  'dns.nxdomain': {
    meaning: 'The name does not exist (NXDOMAIN, RFC 8020), and it is not in the hosts file.',
    params: { name: 'the name' },
    network: true,
  },
  'dns.nodata': {
    meaning: 'The name exists but has no address of the wanted family (NODATA, RFC 2308).',
    params: { name: 'the name, or an address of the other family', family: '`4`, `6` or `any`' },
  },
  'dns.failed': {
    meaning: 'The resolver answered with an error (SERVFAIL, REFUSED) or could not be reached.',
    params: { name: 'the name', reason: "the resolver's error code, such as `ESERVFAIL`" },
    network: true,
  },
  'connect.refused': {
    meaning: 'Nothing listens on the port (ECONNREFUSED).',
    params: ADDRESSES,
  },
  'connect.unreachable': {
    meaning:
      'There is no route to the address (EHOSTUNREACH, ENETUNREACH), or this machine does not support its family (IPv4 or IPv6).',
    params: { reason: "the system's error code, or `noIPv4` or `noIPv6`", ...ADDRESSES },
    network: true,
  },
  'connect.failed': {
    meaning: 'The connection failed for another reason, such as a missing permission (EACCES).',
    params: { reason: "the system's error code", ...ADDRESSES },
  },
  'connection.reset': {
    meaning: 'The other side closed or reset the connection before the answer was complete.',
    params: {
      reason:
        '`reset`, `aborted`, `sending`, `closed`, `handshake`, `noAnswer`, `header` (in the middle of it) or `body` (in the middle of it)',
      readBytes: 'the bytes of the body that came before',
      lengthBytes: 'the bytes that the body was announced to have',
    },
    network: true,
  },
  timeout: {
    meaning: 'The deadline passed. `phase` says where.',
    params: {
      timeoutMs: "the endpoint's deadline; none: this machine's network gave up before it",
      readBytes: 'the bytes that came, where a text was waited for',
      expected: 'the text that was waited for',
      resolver: '`system`: the DNS servers do not know the name, and the operating system was still looking it up',
    },
    network: true,
  },
  'tls.expired': {
    meaning: "The certificate's notAfter has passed.",
    params: { expiredOn: 'notAfter of the certificate, or of the expired one in its chain' },
  },
  'tls.notYetValid': {
    meaning: "The certificate's notBefore has not come yet.",
    params: { validOn: 'notBefore of the certificate, or of the one in its chain that is not valid yet' },
  },
  'tls.wrongHost': {
    meaning: 'The certificate is for other names (RFC 9525).',
    params: { host: 'the host that was connected to', names: 'names in the certificate, at most 5' },
  },
  'tls.selfSigned': {
    meaning: 'The certificate, or the top of its chain, is signed by itself and not trusted.',
    params: { subject: 'the top of the chain; none: the certificate itself' },
  },
  'tls.unknownAuthority': {
    meaning: 'The chain does not lead to an authority that this machine trusts.',
    params: { reason: "OpenSSL's verify result", issuer: 'who signed the top of the chain' },
  },
  'tls.revoked': { meaning: 'The certificate was revoked.', params: {} },
  'tls.handshake': {
    meaning: 'The handshake failed: no common version or cipher, an alert, or no TLS at all.',
    params: {
      reason:
        '`notTls`, `version`, `clientCertificate`, `unknownName`, `alpn`, `cipher`, `weak`, `unexpectedEnd` or `other`',
    },
    network: true,
  },
  'tls.clientCertificate': {
    meaning: "The endpoint's client certificate or its key cannot be used.",
    params: { problem: 'what OpenSSL says' },
  },
  'proxy.failed': {
    meaning: 'The proxy did not connect to the endpoint.',
    params: {
      proxy: 'the proxy, as `host:port`',
      reason:
        '`connection` (the proxy cannot be reached), `auth`, `status`, `notProxy`, `notAllowed`, `unreachable`, `refused` or `general`',
      status: 'the HTTP status of the proxy',
      problem: 'why it cannot be reached',
    },
    network: true,
  },
  'auth.failed': {
    meaning: 'The server refused to sign in.',
    params: { username: 'the user; none: the check did not sign in', problem: "the server's words" },
  },
  'server.refused': {
    meaning: 'The server accepted the connection and then refused to serve it: too many clients, no such database.',
    params: { problem: "the server's words" },
  },
  'query.failed': {
    meaning: 'The server refused the query or the command.',
    params: { problem: "the server's words" },
  },
  'answer.tooLarge': {
    meaning: 'The answer is larger than Lookout reads.',
    params: { maxBytes: 'the maximum size' },
  },
  'expect.missing': {
    meaning: 'The expected text did not come.',
    params: {
      reason: '`limit` or `closed`',
      expected: 'the text that was waited for',
      readBytes: 'how much came',
    },
  },
  'imported.failed': {
    meaning: 'Another program found that the endpoint failed; its history was imported.',
    params: { problem: "that program's words; none: it gave no reason" },
  },
  'condition.failed': {
    meaning: 'A condition of the endpoint does not hold.',
    params: {
      condition: 'the condition with the values that it found',
      reason: '`missing`, `notFound`, `notJson`, `notNumber` or `queryFailed`; none: it was judged',
      source: 'the part of the condition that has no value',
      problem: 'why the query failed',
      more: 'how many more conditions do not hold',
    },
  },
  'latency.unusual': {
    meaning:
      'The endpoint is degraded, because its last checks took much longer than usual at this hour, and than in the day before.',
    params: {
      usualMs: 'the usual duration, a median',
      basis: '`week` (this hour of the week), `day` (this hour of the day) or `last` (the day before)',
    },
  },
  'probe.failed': {
    meaning: 'A vantage point found the endpoint down. `cause` is all that it reported.',
    params: { vantage: 'the vantage point', cause: 'what failures with the code have in common' },
  },
  'protocol.error': { meaning: 'The answer breaks the protocol of the endpoint.', params: {} },
  'local.asleep': {
    meaning: 'This machine was asleep while the check ran. The verdict is `unknown`.',
    params: {},
  },
  'local.offline': {
    meaning: 'This machine had no network. The verdict is `unknown`.',
    params: { reason: '`noAddress` or `silent`' },
  },
  'local.late': {
    meaning: 'This machine was too busy to judge: its event loop was late. The verdict is `unknown`.',
    params: { lateMs: 'how late the event loop was' },
  },
  'local.lookups': {
    meaning: 'Other slow names kept this machine from looking the name up in time. The verdict is `unknown`.',
    params: { name: 'the name' },
  },
  'local.noAddress': {
    meaning:
      'This machine has no address of the family that the endpoint asks for, such as IPv6. The verdict is `unknown`.',
    params: { family: '`4` or `6`', ...ADDRESSES },
  },
  'local.sourceAddress': {
    meaning:
      'This machine does not have the address that the endpoint is to be checked from. The verdict is `unknown`.',
    params: { address: 'the source address' },
  },
  'local.exhausted': {
    meaning: 'This machine has no file descriptors, ports or memory left for a connection. The verdict is `unknown`.',
    params: { reason: "the system's error code, such as `EMFILE`; none: an earlier Lookout stored the failure" },
  },
  'local.program': {
    meaning: 'A program that the check needs is missing on this machine, or may not be run. The verdict is `unknown`.',
    params: { program: 'the program', reason: '`missing` or `forbidden`' },
  },
  'local.engine': {
    meaning:
      'Only a running Lookout can check the endpoint, because it needs other endpoints or the signals of a job. The verdict is `unknown`.',
    params: {},
  },
  'local.vantage': {
    meaning: 'A vantage point did not answer Prometheus, or could not judge. The verdict is `unknown`.',
    params: { vantage: 'the vantage point' },
  },
  'local.vantages': {
    meaning:
      'Too few vantage points could judge. All of them found the endpoint down, but not as many as must agree. The verdict is `unknown`.',
    params: { count: 'how many found it down', needed: 'how many must agree' },
  },
  'local.secret': {
    meaning:
      'A secret of the endpoint cannot be read: its key is gone, or the vault is locked. The verdict is `unknown`.',
    params: { field: 'the field with the secret', problem: 'why it cannot be read' },
  },
  'local.bug': {
    meaning: 'Lookout itself failed: a bug. The verdict is `unknown`, and the log has the stack.',
    params: {},
  },
} as const satisfies Readonly<Record<string, FailureDocs>>;

/** The code of a failure that every kind can have. */
export type FailureCode = keyof typeof FAILURES;

/** Whether the failure is this machine's and not the endpoint's, so that the verdict is `unknown`. */
export function isLocal(code: string): boolean {
  return code.startsWith('local.');
}

export interface Failure {
  /** A `FailureCode`, or a code of the endpoint's kind. */
  readonly code: string;
  /** The values that the text mentions; absent: the code has none. */
  readonly params?: Params;
  /** The error as the system or library gave it, for people who search for it. */
  readonly raw?: string;
  /** Where it happened, if that is known: a phase of the endpoint's kind, such as `connect`. */
  readonly phase?: string;
  /** The sentence as an earlier Lookout stored it. New failures do not have one: their text is made from the code. */
  readonly message?: string;
}

/** A failure without what only the detail view shows. */
export type FailureSummary = Omit<Failure, 'raw'>;

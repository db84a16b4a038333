import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { changedPlaceholder } from '../../common.ts';
import type { CheckKind } from '../../kind.ts';
import { formatHostPort } from '../../fields/host.ts';
import { STARTTLS_PORTS, type StartTls } from '../../fields/starttls.ts';
import { remoteAddressDetail, tlsDetail } from '../../net/probe/details.ts';
import { connectPhase, dnsPhase, startTlsPhase, tlsPhase } from '../../net/probe/phases.ts';
import { tlsFailures } from './failures.ts';
import { tlsForm, tlsSchema, type TlsFields } from './fields.ts';
import { tlsIssues } from './issues.ts';

/** TLS (RFC 8446) on any port, from the start or after a command of another protocol. */
export const tls: CheckKind<TlsFields> = {
  kind: 'tls',
  title: 'TLS certificate',
  description:
    'Does a TLS handshake on any port, also with STARTTLS, and watches the certificates and when they expire.',
  category: 'network',
  common: true,
  schema: tlsSchema,
  form: tlsForm,
  // Certificates change rarely.
  defaults: { interval: 300_000 },
  phases: [dnsPhase, connectPhase, startTlsPhase, tlsPhase],
  metrics: [
    { name: 'daysLeft', label: 'Days until expiry', unit: 'day', charted: true },
    { name: 'chainDaysLeft', label: 'Days until expiry in the chain', unit: 'day', charted: false },
  ],
  details: [
    remoteAddressDetail,
    { name: 'issuer', label: 'Issuer', format: 'text', tracked: 'value', brief: true },
    { name: 'expiresAt', label: 'Expires', format: 'time' },
    tlsDetail,
  ],
  failures: tlsFailures,
  issues: tlsIssues,
  placeholders: [
    { name: 'ISSUER', meaning: 'who issued the certificate' },
    { name: 'SUBJECT', meaning: 'whose certificate it is' },
    { name: 'NAMES', meaning: 'the names of the certificate', parts: 'json' },
    { name: 'FINGERPRINT', meaning: 'the SHA-256 fingerprint of the certificate' },
    {
      name: 'CHAIN',
      meaning: 'the certificates from the server’s own up, each with subject, issuer, daysLeft and fingerprint',
      parts: 'json',
    },
    { name: 'CIPHER', meaning: 'the cipher suite' },
    changedPlaceholder,
  ],
  pasteExamples: ['tls://www.example.org', 'starttls://mail.example.org:587'],
  triedAgainst: 'openssl s_server, nginx, aiosmtpd, Dovecot, vsftpd, slapd, PostgreSQL, MariaDB',
  example: {
    kind: 'tls',
    name: 'Mail certificate',
    host: 'mail.example.org',
    port: 587,
    starttls: 'smtp',
    failBefore: '3d',
  },
  target: ({ host, port, starttls }) =>
    `${starttls === 'none' ? 'tls' : `starttls+${starttls}`}://${formatHostPort({ host, port })}`,
  host: ({ host }) => host.toLowerCase(),
  parse: parseTlsTarget,
  loadExporter: () => import('./exporter.ts'),
  load: async () => ({ ...(await import('./run.ts')), ...(await import('./warm-up.ts')) }),
};

/** SMTP is also on the port of submission (RFC 6409). */
const PROTOCOL_OF_PORT: ReadonlyMap<number, string> = new Map([
  ...Object.entries(STARTTLS_PORTS).map(([protocol, port]) => [port, protocol] as const),
  [587, 'smtp'],
  [2525, 'smtp'],
]);

const TARGET =
  /^(?:(?<tls>tls|ssl)|starttls(?:\+(?<protocol>[a-z0-9]+))?):\/\/(?<host>\[[0-9a-f:.]+\]|[^\s/?#@:[\]]+)(?::(?<port>\d{1,9}))?\/?$/iu;

/** Accepts `tls://host:port`, `ssl://…`, and `starttls://…` or `starttls+smtp://…`; the port may be missing. */
function parseTlsTarget(text: string): EndpointInput | null {
  const { tls: direct, protocol, host, port } = TARGET.exec(text)?.groups ?? {};
  if (host === undefined) return null;
  const target = { kind: 'tls', host: host.replace(/^\[|\]$/gu, '') };
  if (direct !== undefined) return { ...target, ...(port === undefined ? {} : { port: Number(port) }) };
  const starttls = protocol?.toLowerCase() ?? PROTOCOL_OF_PORT.get(Number(port)) ?? 'smtp';
  const usual = (STARTTLS_PORTS as Readonly<Record<string, number>>)[starttls];
  return { ...target, port: Number(port ?? usual), starttls: starttls satisfies string as StartTls };
}

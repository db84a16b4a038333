import { changedPlaceholder } from '../../common.ts';
import type { CheckKind } from '../../kind.ts';
import { remoteAddressDetail, tlsDetail } from '../../net/probe/details.ts';
import { connectPhase, dnsPhase, tlsPhase, transferPhase } from '../../net/probe/phases.ts';
import { dnsFailures } from './failures.ts';
import { dnsForm, dnsSchema, type DnsFields } from './fields.ts';
import { dnsIssues } from './issues.ts';
import { formatTarget, parseTarget } from './target.ts';

/** A DNS server (RFC 1035) and the records that it answers with. */
export const dns: CheckKind<DnsFields> = {
  kind: 'dns',
  title: 'DNS',
  description: 'Asks a DNS server over UDP, TCP, TLS or HTTPS, and compares the answers.',
  category: 'network',
  common: true,
  schema: dnsSchema,
  form: dnsForm,
  phases: [dnsPhase, connectPhase, tlsPhase, { name: 'wait', label: 'Query', role: 'wait' }, transferPhase],
  metrics: [
    { name: 'answers', label: 'Answers', unit: 'count', charted: true },
    { name: 'ttl', label: 'Time to live', unit: 'second', charted: false },
  ],
  details: [
    remoteAddressDetail,
    { name: 'rcode', label: 'Response code', format: 'text', brief: true },
    { name: 'flags', label: 'Flags', format: 'text' },
    { name: 'answers', label: 'Answers', format: 'list', tracked: 'set' },
    { name: 'records', label: 'Records', format: 'list' },
    { name: 'httpVersion', label: 'HTTP version', format: 'text' },
    { name: 'status', label: 'HTTP status', format: 'number' },
    { name: 'bytes', label: 'Size', format: 'bytes' },
    { name: 'truncated', label: 'Cut off', format: 'boolean' },
    tlsDetail,
  ],
  failures: dnsFailures,
  issues: dnsIssues,
  placeholders: [
    { name: 'DNS_RCODE', meaning: 'the response code, such as NXDOMAIN' },
    { name: 'ANSWERS', meaning: 'the answers as sorted texts, such as 10 mail.example.org', parts: 'json' },
    {
      name: 'BODY',
      meaning: 'the last answer: an address, or a name with a dot at its end; all texts of TXT records',
    },
    {
      name: 'RECORDS',
      meaning: 'all records of the answer, each with name, type, ttl and data',
      parts: 'json',
    },
    { name: 'FLAGS', meaning: 'the flags that are set, of AA, TC, RD, RA, AD and CD', parts: 'json' },
    changedPlaceholder,
  ],
  pasteExamples: ['dns:example.org', 'dns://192.0.2.53/example.org?type=MX'],
  triedAgainst: 'bind9, unbound, dnsmasq',
  example: {
    kind: 'dns',
    name: 'Mail servers',
    domain: 'example.org',
    type: 'MX',
    server: '192.0.2.53',
    expected: ['10 mail.example.org'],
  },
  target: formatTarget,
  host: ({ server }) => server.toLowerCase(),
  parse: parseTarget,
  probeModules: { dns: {} },
  loadExporter: () => import('./exporter.ts'),
  load: async () => ({ ...(await import('./run.ts')), ...(await import('./warm-up.ts')) }),
};

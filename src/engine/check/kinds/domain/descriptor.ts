import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { changedPlaceholder } from '../../common.ts';
import { hostOf } from '../../fields/host.ts';
import { servicePhases } from '../../http/json-service-parts.ts';
import type { CheckKind } from '../../kind.ts';
import { proxyDetail, remoteAddressDetail, tlsDetail } from '../../net/probe/details.ts';
import { domainFailures } from './failures.ts';
import { domainForm, domainSchema, type DomainFields } from './fields.ts';
import { domainIssues } from './issues.ts';

const HOUR_MS = 3_600_000;

/** The registration of a domain, by RDAP (RFC 9082, RFC 9083). */
export const domain: CheckKind<DomainFields> = {
  kind: 'domain',
  title: 'Domain registration',
  description: 'Asks the registry by RDAP when the registration of a domain ends.',
  category: 'network',
  schema: domainSchema,
  form: domainForm,
  // Registries refuse clients that ask often.
  defaults: { interval: 6 * HOUR_MS, timeout: 30_000, retryInterval: 60_000 },
  phases: [{ name: 'bootstrap', label: 'List of servers', role: 'other' }, ...servicePhases],
  metrics: [{ name: 'daysLeft', label: 'Days left', unit: 'day', charted: true }],
  details: [
    { name: 'expiresAt', label: 'Registration ends', format: 'time', brief: true },
    { name: 'registrar', label: 'Registrar', format: 'text', tracked: 'value' },
    { name: 'nameServers', label: 'Name servers', format: 'list', tracked: 'set' },
    { name: 'domainStatus', label: 'Status', format: 'list' },
    { name: 'registeredAt', label: 'Registered', format: 'time' },
    { name: 'dnssec', label: 'DNSSEC', format: 'boolean' },
    { name: 'server', label: 'RDAP server', format: 'code' },
    remoteAddressDetail,
    proxyDetail,
    { name: 'status', label: 'HTTP status', format: 'number' },
    { name: 'httpVersion', label: 'HTTP version', format: 'text' },
    { name: 'bytes', label: 'Size', format: 'bytes' },
    { name: 'truncated', label: 'Stopped at max response size', format: 'boolean' },
    { name: 'redirects', label: 'Redirects', format: 'redirects' },
    { name: 'snippet', label: 'Response', format: 'code' },
    tlsDetail,
  ],
  expires: ({ details: { expiresAt } }) =>
    typeof expiresAt === 'number' ? { what: 'domain', at: expiresAt, id: String(expiresAt) } : null,
  failures: domainFailures,
  issues: domainIssues,
  placeholders: [
    { name: 'DOMAIN_EXPIRATION', meaning: 'how long the registration still runs, in milliseconds' },
    { name: 'REGISTRAR', meaning: 'the name of the registrar' },
    { name: 'NAME_SERVERS', meaning: 'the name servers, sorted', parts: 'json' },
    { name: 'STATUS', meaning: 'what the registry says about the domain, such as active, sorted', parts: 'json' },
    { name: 'BODY', meaning: 'the answer of the RDAP server', parts: 'json' },
    changedPlaceholder,
  ],
  pasteExamples: ['domain:example.org'],
  triedAgainst: '',
  example: { kind: 'domain', name: 'Our domain', domain: 'example.org', warnBefore: '60d', failBefore: '14d' },
  target: ({ domain: name }) => `domain:${name}`,
  host: ({ server }) => (server === '' ? '' : hostOf(new URL(server))),
  parse: parseDomainTarget,
  load: () => import('./run.ts'),
};

/** Accepts `domain:NAME`. */
function parseDomainTarget(text: string): EndpointInput | null {
  const name = /^domain:(?:\/\/)?(?<name>[^\s/?#:@]+)\/?$/iu.exec(text)?.groups?.['name'];
  return name === undefined ? null : { kind: 'domain', domain: name };
}

import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { formatHostPort } from '../../fields/host.ts';
import { readServiceUrl } from '../../fields/service-url.ts';
import type { CheckKind } from '../../kind.ts';
import { remoteAddressDetail, tlsDetail } from '../../net/probe/details.ts';
import { connectPhase, dnsPhase, startTlsPhase, tlsPhase } from '../../net/probe/phases.ts';
import { queryPhase, signInPhase } from '../../net/services/rows.ts';
import { ldapFailures } from './failures.ts';
import { ANY, LDAP_PORT, LDAPS_PORT, ldapForm, ldapSchema, type LdapFields } from './fields.ts';
import { ldapIssues } from './issues.ts';

/** A directory (LDAPv3, RFC 4511), such as OpenLDAP or Active Directory. */
export const ldap: CheckKind<LdapFields> = {
  kind: 'ldap',
  title: 'LDAP',
  description: 'Binds to a directory such as OpenLDAP or Active Directory, and searches it.',
  category: 'system',
  schema: ldapSchema,
  form: ldapForm,
  phases: [dnsPhase, connectPhase, startTlsPhase, tlsPhase, signInPhase, { ...queryPhase, label: 'Search' }],
  metrics: [{ name: 'entries', label: 'Entries', unit: 'count', charted: true }],
  details: [{ name: 'entries', label: 'Entries', format: 'list' }, remoteAddressDetail, tlsDetail],
  failures: ldapFailures,
  issues: ldapIssues,
  placeholders: [
    { name: 'ROWS', meaning: 'the entries, at most 100, as in [ROWS][0].cn', parts: 'json' },
    { name: 'VALUE', meaning: 'the first value of the first attribute of the first entry' },
  ],
  pasteExamples: ['ldaps://ldap.example.org'],
  triedAgainst: 'OpenLDAP slapd',
  example: {
    kind: 'ldap',
    name: 'Directory',
    host: 'ldap.example.org',
    port: LDAPS_PORT,
    tls: 'on',
    username: 'cn=monitor,dc=example,dc=org',
    password: '${LDAP_PASSWORD}',
    base: 'ou=people,dc=example,dc=org',
    scope: 'sub',
    filter: '(uid=alice)',
  },
  target: targetOf,
  host: ({ host }) => host.toLowerCase(),
  parse: parseLdapUrl,
  load: () => import('./run.ts'),
};

/** The target in the notation of RFC 4516: `ldap://host:port/base?attributes?scope?filter`, without the attributes. */
function targetOf(fields: LdapFields): string {
  const { tls, base, scope, filter } = fields;
  const parts = [
    encodeURI(base).replaceAll('?', '%3F'),
    '',
    scope === 'base' ? '' : scope,
    filter === ANY ? '' : encodeURI(filter),
  ];
  return `ldap${tls === 'on' ? 's' : ''}://${formatHostPort(fields)}/${parts.join('?').replace(/\?+$/u, '')}`;
}

/** Accepts the URLs of RFC 4516, with credentials. */
function parseLdapUrl(text: string): EndpointInput | null {
  const [address = '', attributes = '', scope = '', filter = ''] = text.split('?');
  const url = readServiceUrl(address, {
    ldap: { port: LDAP_PORT, tls: 'off' },
    ldaps: { port: LDAPS_PORT, tls: 'on' },
  });
  if (url === null) return null;
  return {
    kind: 'ldap',
    host: url.host,
    port: url.port,
    ...(url.tls === 'on' ? { tls: 'on' } : {}),
    ...url.credentials,
    ...(url.path === '' ? {} : { base: url.path }),
    ...(attributes === '' ? {} : { attributes: attributes.split(',') }),
    ...(scope === '' ? {} : { scope: scope.toLowerCase() }),
    ...(filter === '' ? {} : { filter: decode(filter) }),
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

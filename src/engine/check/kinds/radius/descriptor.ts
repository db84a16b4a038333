import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { formatHostPort } from '../../fields/host.ts';
import { readServiceUrl } from '../../fields/service-url.ts';
import type { CheckKind } from '../../kind.ts';
import { remoteAddressDetail } from '../../net/probe/details.ts';
import { dnsPhase, waitPhase } from '../../net/probe/phases.ts';
import { radiusFailures } from './failures.ts';
import { RADIUS_PORT, radiusForm, radiusSchema, type RadiusFields } from './fields.ts';
import { radiusIssues } from './issues.ts';

/** A RADIUS server (RFC 2865), with Message-Authenticator (RFC 2869). */
export const radius: CheckKind<RadiusFields> = {
  kind: 'radius',
  title: 'RADIUS',
  description: 'Signs in at a RADIUS server, or asks whether it works.',
  category: 'system',
  schema: radiusSchema,
  form: radiusForm,
  phases: [dnsPhase, waitPhase],
  metrics: [],
  details: [
    { name: 'answer', label: 'Answer', format: 'text', brief: true },
    { name: 'message', label: 'Message', format: 'code' },
    remoteAddressDetail,
  ],
  failures: radiusFailures,
  issues: radiusIssues,
  placeholders: [
    { name: 'STATUS', meaning: 'the answer, such as Access-Accept' },
    { name: 'VALUE', meaning: 'what the server says to the user' },
  ],
  pasteExamples: ['radius://monitor:password@radius.example.org?secret=SECRET'],
  triedAgainst: 'FreeRADIUS',
  example: {
    kind: 'radius',
    name: 'Wi-Fi sign-in',
    host: 'radius.example.org',
    secret: '${RADIUS_SECRET}',
    username: 'monitor',
    password: '${RADIUS_PASSWORD}',
  },
  target: (fields) => `radius://${formatHostPort(fields)}`,
  host: ({ host }) => host.toLowerCase(),
  parse: parseRadiusUrl,
  load: () => import('./run.ts'),
};

/** Accepts `radius://user:password@host:port?secret=SECRET`. Without a user, it asks only the server. */
function parseRadiusUrl(text: string): EndpointInput | null {
  const url = readServiceUrl(text, { radius: { port: RADIUS_PORT, tls: 'off' } });
  if (url === null) return null;
  const secret = url.query.get('secret');
  return {
    kind: 'radius',
    host: url.host,
    port: url.port,
    ...url.credentials,
    ...(url.credentials.username === undefined ? { method: 'status' } : {}),
    ...(secret === null ? {} : { secret }),
  };
}

import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { formatHostPort } from '../../fields/host.ts';
import { readServiceUrl } from '../../fields/service-url.ts';
import type { CheckKind } from '../../kind.ts';
import { remoteAddressDetail, tlsDetail } from '../../net/probe/details.ts';
import { connectPhase, dnsPhase, tlsPhase } from '../../net/probe/phases.ts';
import { queryPhase, serverVersionDetail } from '../../net/services/rows.ts';
import { MEMCACHED_PORT, memcachedForm, memcachedIssues, memcachedSchema, type MemcachedFields } from './fields.ts';

/** A memcached server, by the text protocol. */
export const memcached: CheckKind<MemcachedFields> = {
  kind: 'memcached',
  title: 'Memcached',
  description: 'Reads the statistics of a memcached server, and the value of a key.',
  category: 'database',
  triedAgainst: 'memcached',
  schema: memcachedSchema,
  form: memcachedForm,
  phases: [dnsPhase, connectPhase, tlsPhase, queryPhase],
  metrics: [
    { name: 'clients', label: 'Clients', unit: 'count', charted: true },
    { name: 'memory', label: 'Memory', unit: 'byte', charted: true },
    { name: 'items', label: 'Items', unit: 'count', charted: true },
    { name: 'hits', label: 'Hit rate', unit: 'percent', charted: false },
    { name: 'evictions', label: 'Evictions', unit: 'count', charted: false },
  ],
  details: [{ name: 'value', label: 'Value', format: 'code' }, serverVersionDetail, remoteAddressDetail, tlsDetail],
  failures: [],
  issues: memcachedIssues,
  placeholders: [
    { name: 'VALUE', meaning: 'the value of the key, or null', parts: 'json' },
    { name: 'STATS', meaning: 'the statistics, as in [STATS].curr_items', parts: 'json' },
  ],
  pasteExamples: ['memcached://cache.example.org'],
  example: { kind: 'memcached', name: 'Page cache', host: 'cache.example.org', conditions: ['[METRIC].hits > 80'] },
  target: (fields) => `memcached://${formatHostPort(fields)}`,
  host: ({ host }) => host.toLowerCase(),
  parse: parseMemcachedUrl,
  load: () => import('./run.ts'),
};

function parseMemcachedUrl(text: string): EndpointInput | null {
  const url = readServiceUrl(text, { memcached: { port: MEMCACHED_PORT, tls: 'off' } });
  return url === null ? null : { kind: 'memcached', host: url.host, port: url.port };
}

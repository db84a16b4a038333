import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { formatHostPort } from '../../fields/host.ts';
import { readServiceUrl } from '../../fields/service-url.ts';
import { basicAuthorization } from '../../fields/credentials.ts';
import { serviceDetails, servicePhases } from '../../http/json-service-parts.ts';
import type { CheckKind } from '../../kind.ts';
import { remoteAddressDetail, tlsDetail } from '../../net/probe/details.ts';
import { elasticsearchFailures } from './failures.ts';
import { ELASTICSEARCH_PORT, elasticsearchForm, elasticsearchSchema, type ElasticsearchFields } from './fields.ts';

/** A cluster of Elasticsearch or OpenSearch: its health, and how many documents match a query. */
export const elasticsearch: CheckKind<ElasticsearchFields> = {
  kind: 'elasticsearch',
  title: 'Elasticsearch / OpenSearch',
  description: 'Checks the health of a cluster, and how many documents match a query.',
  category: 'database',
  schema: elasticsearchSchema,
  form: elasticsearchForm,
  phases: servicePhases,
  metrics: [
    { name: 'nodes', label: 'Nodes', unit: 'count', charted: true },
    { name: 'unassigned', label: 'Unassigned shards', unit: 'count', charted: true },
    { name: 'active', label: 'Active shards', unit: 'percent', charted: false },
    { name: 'pending', label: 'Pending tasks', unit: 'count', charted: false },
    { name: 'matches', label: 'Matching documents', unit: 'count', charted: true },
  ],
  details: [
    { name: 'health', label: 'Cluster status', format: 'code', brief: true },
    { name: 'cluster', label: 'Cluster', format: 'code' },
    remoteAddressDetail,
    ...serviceDetails,
    tlsDetail,
  ],
  failures: elasticsearchFailures,
  issues: [],
  placeholders: [
    { name: 'STATUS', meaning: 'the status of the cluster: green, yellow or red' },
    { name: 'VALUE', meaning: 'how many documents match the query' },
    { name: 'BODY', meaning: 'the answer of _cluster/health', parts: 'json' },
  ],
  pasteExamples: ['elasticsearch://search.example.org'],
  triedAgainst: '',
  example: {
    kind: 'elasticsearch',
    name: 'Logs',
    host: 'search.example.org',
    tls: 'on',
    token: '${ELASTIC_API_KEY}',
    index: 'logs-*',
    query: 'level:error AND @timestamp:[now-5m TO now]',
    conditions: ['[VALUE] < 100'],
  },
  target: (fields) =>
    `elasticsearch://${formatHostPort(fields)}${fields.path === '' ? '' : `/${encodeURI(fields.path)}`}`,
  host: ({ host }) => host.toLowerCase(),
  parse: parseElasticsearchUrl,
  derivedSecrets: (fields) => [basicAuthorization(fields) ?? ''].filter((secret) => secret !== ''),
  load: () => import('./run.ts'),
};

const SCHEME = { port: ELASTICSEARCH_PORT, tls: 'off' } as const;

function parseElasticsearchUrl(text: string): EndpointInput | null {
  const url = readServiceUrl(text, { elasticsearch: SCHEME, opensearch: SCHEME });
  if (url === null) return null;
  const { host, port, path, credentials } = url;
  return { kind: 'elasticsearch', host, port, ...(path === '' ? {} : { path }), ...credentials };
}

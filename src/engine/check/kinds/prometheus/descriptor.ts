import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { formatHostPort } from '../../fields/host.ts';
import { readServiceUrl } from '../../fields/service-url.ts';
import { basicAuthorization } from '../../fields/credentials.ts';
import { serviceDetails, serviceFailures, servicePhases } from '../../http/json-service-parts.ts';
import type { CheckKind } from '../../kind.ts';
import { remoteAddressDetail, tlsDetail } from '../../net/probe/details.ts';
import { valueDetail } from '../../net/services/rows.ts';
import { PROMETHEUS_PORT, prometheusForm, prometheusSchema, type PrometheusFields } from './fields.ts';

/** A query to Prometheus and others with its API, such as Thanos, Mimir and VictoriaMetrics. */
export const prometheus: CheckKind<PrometheusFields> = {
  kind: 'prometheus',
  title: 'Prometheus query',
  description: 'Evaluates a PromQL query and checks its value.',
  category: 'system',
  schema: prometheusSchema,
  form: prometheusForm,
  phases: servicePhases,
  metrics: [
    { name: 'value', label: 'Value', unit: 'count', charted: true },
    { name: 'series', label: 'Series', unit: 'count', charted: false },
  ],
  details: [
    valueDetail,
    { name: 'warnings', label: 'Warnings', format: 'list' },
    remoteAddressDetail,
    ...serviceDetails,
    tlsDetail,
  ],
  failures: serviceFailures,
  issues: [],
  placeholders: [
    { name: 'VALUE', meaning: 'the value of the first series' },
    { name: 'ROWS', meaning: 'the series as a list of their labels and their value, at most 100', parts: 'json' },
  ],
  pasteExamples: ['prometheus://prometheus.example.org'],
  triedAgainst: 'Prometheus',
  example: {
    kind: 'prometheus',
    name: 'Errors per second',
    host: 'prometheus.example.org',
    query: 'sum(rate(http_requests_total{code=~"5.."}[5m]))',
    conditions: ['[VALUE] < 5'],
  },
  target: (fields) => `prometheus://${formatHostPort(fields)}${fields.path === '' ? '' : `/${encodeURI(fields.path)}`}`,
  host: ({ host }) => host.toLowerCase(),
  parse: parsePrometheusUrl,
  derivedSecrets: (fields) => [basicAuthorization(fields) ?? ''].filter((secret) => secret !== ''),
  load: () => import('./run.ts'),
};

function parsePrometheusUrl(text: string): EndpointInput | null {
  const url = readServiceUrl(text, { prometheus: { port: PROMETHEUS_PORT, tls: 'off' } });
  if (url === null) return null;
  const { host, port, path, credentials } = url;
  return { kind: 'prometheus', host, port, ...(path === '' ? {} : { path }), ...credentials };
}

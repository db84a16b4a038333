import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { readDatabaseUrl } from '../../fields/database.ts';
import { formatHostPort } from '../../fields/host.ts';
import { serviceDetails, serviceFailures, servicePhases } from '../../http/json-service-parts.ts';
import type { CheckKind } from '../../kind.ts';
import { remoteAddressDetail, tlsDetail } from '../../net/probe/details.ts';
import { lagMetric, rowPlaceholders, rowsMetric, valueDetail } from '../../net/services/rows.ts';
import { CLICKHOUSE_PORT, clickhouseForm, clickhouseSchema, type ClickhouseFields } from './fields.ts';

/** ClickHouse, through its HTTP interface: runs a query. */
export const clickhouse: CheckKind<ClickhouseFields> = {
  kind: 'clickhouse',
  title: 'ClickHouse',
  description: 'Runs a query on a ClickHouse server and checks its rows.',
  category: 'database',
  schema: clickhouseSchema,
  form: clickhouseForm,
  phases: servicePhases,
  metrics: [rowsMetric, { name: 'read', label: 'Rows read', unit: 'count', charted: false }, lagMetric],
  details: [valueDetail, remoteAddressDetail, ...serviceDetails, tlsDetail],
  failures: serviceFailures,
  issues: [],
  placeholders: rowPlaceholders,
  pasteExamples: ['clickhouse://lookout@clickhouse.example.org/shop'],
  triedAgainst: 'ClickHouse 18.16',
  example: {
    kind: 'clickhouse',
    name: 'Events',
    host: 'clickhouse.example.org',
    database: 'shop',
    username: 'lookout',
    password: '${CLICKHOUSE_PASSWORD}',
    query: 'SELECT count() FROM events WHERE time > now() - 60',
  },
  target: (fields) => `clickhouse://${formatHostPort(fields)}/${encodeURIComponent(fields.database)}`,
  host: ({ host }) => host.toLowerCase(),
  parse: parseClickhouseUrl,
  load: () => import('./run.ts'),
};

/** Ports of the native protocol, which clients other than browsers have in their URLs. */
const NATIVE_PORTS: ReadonlyMap<number, Partial<ClickhouseFields>> = new Map([
  [9000, { port: CLICKHOUSE_PORT }],
  [9440, { port: 8443, tls: 'on' }],
  [8443, { tls: 'on' }],
]);

function parseClickhouseUrl(text: string): EndpointInput | null {
  const url = readDatabaseUrl(text, { clickhouse: { port: CLICKHOUSE_PORT, tls: 'off' } });
  return url === null ? null : { kind: 'clickhouse', ...url.fields, ...NATIVE_PORTS.get(url.fields.port) };
}

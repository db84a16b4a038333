import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { readDatabaseUrl } from '../../fields/database.ts';
import { formatHostPort } from '../../fields/host.ts';
import type { CheckKind } from '../../kind.ts';
import { remoteAddressDetail, tlsDetail } from '../../net/probe/details.ts';
import { connectPhase, dnsPhase, tlsPhase } from '../../net/probe/phases.ts';
import { queryPhase, rowPlaceholders, rowsMetric, signInPhase, valueDetail } from '../../net/services/rows.ts';
import { CASSANDRA_PORT, cassandraForm, cassandraSchema, type CassandraFields } from './fields.ts';

/** One node of Cassandra or ScyllaDB (native protocol 4): signs in and runs a query. */
export const cassandra: CheckKind<CassandraFields> = {
  kind: 'cassandra',
  title: 'Cassandra / ScyllaDB',
  description: 'Signs in to a Cassandra node, runs a CQL query and checks its rows.',
  category: 'database',
  triedAgainst: '',
  schema: cassandraSchema,
  form: cassandraForm,
  phases: [dnsPhase, connectPhase, tlsPhase, signInPhase, queryPhase],
  metrics: [rowsMetric],
  details: [valueDetail, remoteAddressDetail, tlsDetail],
  failures: [],
  issues: [],
  placeholders: rowPlaceholders,
  pasteExamples: ['cassandra://db.example.org/shop'],
  example: {
    kind: 'cassandra',
    name: 'Nodes that this one sees',
    host: 'db.example.org',
    username: 'lookout',
    password: '${CASSANDRA_PASSWORD}',
    query: 'SELECT count(*) FROM system.peers',
    conditions: ['[VALUE] >= 2'],
  },
  target: (fields) => `cassandra://${formatHostPort(fields)}/${encodeURIComponent(fields.database)}`,
  host: ({ host }) => host.toLowerCase(),
  parse: parseCassandraUrl,
  load: () => import('./run.ts'),
};

const SCHEME = { port: CASSANDRA_PORT, tls: 'off' } as const;

function parseCassandraUrl(text: string): EndpointInput | null {
  const url = readDatabaseUrl(text, { cassandra: SCHEME, scylla: SCHEME });
  return url === null || url.fields.host.includes(',') ? null : { kind: 'cassandra', ...url.fields };
}

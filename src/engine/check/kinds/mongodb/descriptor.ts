import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { readDatabaseUrl } from '../../fields/database.ts';
import { formatHostPort } from '../../fields/host.ts';
import type { CheckKind } from '../../kind.ts';
import { remoteAddressDetail, tlsDetail } from '../../net/probe/details.ts';
import { connectPhase, dnsPhase, tlsPhase } from '../../net/probe/phases.ts';
import {
  lagMetric,
  queryPhase,
  replicationPhase,
  rowPlaceholders,
  rowsMetric,
  signInPhase,
  valueDetail,
} from '../../net/services/rows.ts';
import { MONGODB_PORT, mongodbForm, mongodbIssues, mongodbSchema, type MongodbFields } from './fields.ts';

/** One server of MongoDB, or what speaks its protocol: signs in and runs a command. */
export const mongodb: CheckKind<MongodbFields> = {
  kind: 'mongodb',
  title: 'MongoDB',
  description: 'Signs in to a MongoDB server, runs a command and checks its documents.',
  category: 'database',
  triedAgainst: '',
  schema: mongodbSchema,
  form: mongodbForm,
  phases: [dnsPhase, connectPhase, tlsPhase, signInPhase, queryPhase, replicationPhase],
  metrics: [rowsMetric, lagMetric],
  details: [
    valueDetail,
    { name: 'role', label: 'Role', format: 'code' },
    { name: 'replicaSet', label: 'Replica set', format: 'code' },
    remoteAddressDetail,
    tlsDetail,
  ],
  failures: [],
  issues: mongodbIssues,
  placeholders: rowPlaceholders,
  pasteExamples: ['mongodb://lookout@db.example.org/shop'],
  example: {
    kind: 'mongodb',
    name: 'Unpaid orders',
    host: 'db.example.org',
    database: 'shop',
    username: 'lookout',
    password: '${MONGODB_PASSWORD}',
    query: '{ "count": "orders", "query": { "paid": false } }',
  },
  target: (fields) => `mongodb://${formatHostPort(fields)}/${encodeURIComponent(fields.database)}`,
  host: ({ host }) => host.toLowerCase(),
  parse: parseMongodbUrl,
  load: () => import('./run.ts'),
};

/** Accepts connection strings with one server. Without `authSource`, the database of the URL is the one of the user. */
function parseMongodbUrl(text: string): EndpointInput | null {
  const url = readDatabaseUrl(text, { mongodb: { port: MONGODB_PORT, tls: 'off' } });
  // A cluster, given by the names of its servers or by one name for all, is several endpoints.
  if (url === null || url.fields.host.includes(',') || /^mongodb\+/iu.test(text)) return null;
  const { fields, query } = url;
  const authSource = query.get('authSource') ?? (fields.username === undefined ? null : (fields.database ?? null));
  const secure = query.get('tls') === 'true' || query.get('ssl') === 'true';
  return {
    kind: 'mongodb',
    ...fields,
    ...(authSource === null ? {} : { authSource }),
    ...(secure ? { tls: 'on' } : {}),
  };
}

import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { readDatabaseUrl } from '../../fields/database.ts';
import { formatHostPort } from '../../fields/host.ts';
import type { CheckKind } from '../../kind.ts';
import { postgresFailures } from './failures.ts';
import { POSTGRES_PORT, postgresForm, postgresSchema, type PostgresFields } from './fields.ts';
import { sqlParts } from '../../net/services/rows.ts';

/** PostgreSQL and others with its protocol (version 3.0): signs in and runs a query. */
export const postgres: CheckKind<PostgresFields> = {
  ...sqlParts,
  kind: 'postgres',
  title: 'PostgreSQL',
  description: 'Signs in to a PostgreSQL server, runs a query and checks its rows.',
  common: true,
  schema: postgresSchema,
  form: postgresForm,
  failures: postgresFailures,
  issues: [],
  pasteExamples: ['postgres://lookout@db.example.org/shop'],
  triedAgainst: 'PostgreSQL',
  example: {
    kind: 'postgres',
    name: 'Shop database',
    host: 'db.example.org',
    database: 'shop',
    username: 'lookout',
    password: '${SHOP_DB_PASSWORD}',
    query: 'SELECT count(*) FROM orders',
    tls: 'starttls',
  },
  target: (fields) => `postgres://${formatHostPort(fields)}/${encodeURIComponent(fields.database)}`,
  host: ({ host }) => host.toLowerCase(),
  parse: parsePostgresUrl,
  load: async () => ({ ...(await import('./run.ts')), ...(await import('./warm-up.ts')) }),
};

const SCHEME = { port: POSTGRES_PORT, tls: 'off' } as const;

/** The fields for `sslmode` of libpq. `require` encrypts and verifies nothing. */
const SSL_MODES: ReadonlyMap<string | null, Partial<PostgresFields>> = new Map([
  ['require', { tls: 'starttls', verifyTls: false }],
  ['verify-ca', { tls: 'starttls' }],
  ['verify-full', { tls: 'starttls' }],
]);

/** Accepts connection URIs as libpq, JDBC and SQLAlchemy have them. */
function parsePostgresUrl(text: string): EndpointInput | null {
  const url = readDatabaseUrl(text, { postgres: SCHEME, postgresql: SCHEME });
  return url === null ? null : { kind: 'postgres', ...url.fields, ...SSL_MODES.get(url.query.get('sslmode')) };
}

import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { readDatabaseUrl } from '../../fields/database.ts';
import { formatHostPort } from '../../fields/host.ts';
import type { CheckKind } from '../../kind.ts';
import { mysqlFailures } from './failures.ts';
import { MYSQL_PORT, mysqlForm, mysqlSchema, type MysqlFields } from './fields.ts';
import { sqlParts } from '../../net/services/rows.ts';

/** MySQL, MariaDB and others with their protocol: signs in and runs a query. */
export const mysql: CheckKind<MysqlFields> = {
  ...sqlParts,
  kind: 'mysql',
  title: 'MySQL / MariaDB',
  description: 'Signs in to a MySQL or MariaDB server, runs a query and checks its rows.',
  schema: mysqlSchema,
  form: mysqlForm,
  failures: mysqlFailures,
  issues: [],
  pasteExamples: ['mysql://lookout@db.example.org/shop'],
  triedAgainst: 'MariaDB',
  example: {
    kind: 'mysql',
    name: 'Shop database',
    host: 'db.example.org',
    database: 'shop',
    username: 'lookout',
    password: '${SHOP_DB_PASSWORD}',
    query: 'SELECT COUNT(*) FROM orders',
    tls: 'starttls',
  },
  target: (fields) => `mysql://${formatHostPort(fields)}/${encodeURIComponent(fields.database)}`,
  host: ({ host }) => host.toLowerCase(),
  parse: parseMysqlUrl,
  load: async () => ({ ...(await import('./run.ts')), ...(await import('./warm-up.ts')) }),
};

const SCHEME = { port: MYSQL_PORT, tls: 'off' } as const;

/** The fields for `ssl-mode` of MySQL and `sslMode` of JDBC. `REQUIRED` encrypts and verifies nothing. */
const SSL_MODES: ReadonlyMap<string, Partial<MysqlFields>> = new Map([
  ['REQUIRED', { tls: 'starttls', verifyTls: false }],
  ['TRUST', { tls: 'starttls', verifyTls: false }],
  ['VERIFY_CA', { tls: 'starttls' }],
  ['VERIFY-CA', { tls: 'starttls' }],
  ['VERIFY_IDENTITY', { tls: 'starttls' }],
  ['VERIFY-FULL', { tls: 'starttls' }],
]);

function parseMysqlUrl(text: string): EndpointInput | null {
  const url = readDatabaseUrl(text, { mysql: SCHEME, mariadb: SCHEME });
  if (url === null) return null;
  const mode = url.query.get('ssl-mode') ?? url.query.get('sslMode') ?? '';
  return { kind: 'mysql', ...url.fields, ...SSL_MODES.get(mode.toUpperCase()) };
}

import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { readDatabaseUrl } from '../../fields/database.ts';
import { formatHostPort } from '../../fields/host.ts';
import type { CheckKind } from '../../kind.ts';
import { mssqlFailures } from './failures.ts';
import { MSSQL_PORT, mssqlForm, mssqlSchema, type MssqlFields } from './fields.ts';
import { sqlParts } from '../../net/services/rows.ts';

/** Microsoft SQL Server and Azure SQL (TDS 7.4): signs in and runs a query. */
export const mssql: CheckKind<MssqlFields> = {
  ...sqlParts,
  kind: 'mssql',
  title: 'SQL Server',
  description: 'Signs in to a Microsoft SQL Server, runs a query and checks its rows.',
  triedAgainst: '',
  schema: mssqlSchema,
  form: mssqlForm,
  failures: mssqlFailures,
  issues: [],
  pasteExamples: ['mssql://lookout@db.example.org/shop'],
  example: {
    kind: 'mssql',
    name: 'Shop database',
    host: 'db.example.org',
    database: 'shop',
    username: 'lookout',
    password: '${SHOP_DB_PASSWORD}',
    query: 'SELECT COUNT(*) FROM orders',
  },
  target: (fields) => `mssql://${formatHostPort(fields)}/${encodeURIComponent(fields.database)}`,
  host: ({ host }) => host.toLowerCase(),
  parse: parseMssqlUrl,
  load: () => import('./run.ts'),
};

const SCHEME = { port: MSSQL_PORT, tls: 'starttls' } as const;

/** Accepts URLs, and those of JDBC with their properties after semicolons. */
function parseMssqlUrl(text: string): EndpointInput | null {
  const [place = '', ...properties] = text.split(';');
  const url = readDatabaseUrl(place, { mssql: SCHEME, sqlserver: SCHEME });
  if (url === null) return null;
  const given = new Map(
    properties.map((property) => {
      const [name = '', ...value] = property.split('=');
      return [name.trim().toLowerCase(), value.join('=').trim()] as const;
    }),
  );
  const get = (...names: readonly string[]) =>
    names.map((name) => given.get(name)).find((value) => value !== undefined);
  const database = get('databasename', 'database');
  const username = get('user', 'username');
  const password = get('password');
  return {
    kind: 'mssql',
    ...url.fields,
    ...(database === undefined ? {} : { database }),
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(get('encrypt') === 'false' ? { tls: 'off' } : {}),
    ...(get('trustservercertificate') === 'true' ? { verifyTls: false } : {}),
  };
}

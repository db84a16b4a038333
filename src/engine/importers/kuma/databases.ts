/** Reads the database monitors of Uptime Kuma: a connection string and a query. */
import type { Json } from '../../../contract/model/units.ts';
import { entryOf, type Fields } from '../fields.ts';
import { hostPort } from '../web.ts';
import { jsonQuery } from './http.ts';
import type { Entry, Read } from './monitor.ts';

const KINDS: Readonly<Record<string, string>> = {
  mysql: 'mysql',
  postgres: 'postgres',
  sqlserver: 'mssql',
  mongodb: 'mongodb',
  redis: 'redis',
};

export function readDatabaseCheck(fields: Fields, type: string): Read {
  const text = fields.text('databaseConnectionString');
  const kind = KINDS[type] ?? type;
  if (text === '') {
    fields.warn('databaseConnectionString', 'import.noSecret');
    return null;
  }
  const connection = type === 'sqlserver' && !text.includes('://') ? serverString(text) : urlString(text);
  if (connection === null) {
    fields.warn('databaseConnectionString', 'import.notEndpoint');
    return null;
  }
  const query = fields.text('databaseQuery');
  const withJson = type === 'mongodb' && fields.has('jsonPath');
  return {
    kind,
    ...connection,
    ...entryOf({
      ...(type === 'redis' ? {} : { query }),
      // Version 1.23 keeps the password of MySQL in this column.
      ...(type === 'mysql' ? { password: connection['password'] ?? fields.text('radiusPassword') } : {}),
      ...(type === 'redis' && fields.flag('ignoreTls') ? { verifyTls: false } : {}),
      conditions: withJson ? [jsonQuery(fields)] : [],
    }),
  };
}

/** `mysql://user:password@host:3306/database` */
function urlString(text: string): (Entry & { host: string }) | null {
  const [, scheme = '', userinfo, hosts = '', database, search = ''] =
    /^([a-z0-9+]+):\/\/(?:([^/]*)@)?([^/?#]+)(?:\/([^?#]*))?(?:\?(.*))?$/iu.exec(text.trim()) ?? [];
  if (hosts === '') return null;
  const [username = '', ...password] = (userinfo ?? '').split(':').map(decoded);
  const { host, port } = hostPort(hosts.split(',')[0] ?? '');
  const options = new URLSearchParams(search);
  const isRedis = scheme.startsWith('redis');
  const secure =
    scheme === 'rediss' || scheme === 'mongodb+srv' || options.get('tls') === 'true' || options.get('ssl') === 'true';
  return {
    host,
    ...entryOf({
      port,
      username,
      password: password.join(':'),
      ...(isRedis && /^\d+$/u.test(database ?? '') ? { database: Number(database) } : isRedis ? {} : { database }),
      authSource: options.get('authSource'),
      ...(secure && (isRedis || scheme.startsWith('mongodb')) ? { tls: 'on' } : {}),
      ...(/^(?:require|verify-ca|verify-full)$/u.test(options.get('sslmode') ?? '') ? { tls: 'starttls' } : {}),
    }),
  };
}

/** `Server=host,1433;Database=shop;User Id=sa;Password=…;Encrypt=true` */
function serverString(text: string): (Entry & { host: string }) | null {
  const parts = new Map(
    text.split(';').flatMap((part): [string, string][] => {
      const at = part.indexOf('=');
      return at < 0 ? [] : [[part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).trim()]];
    }),
  );
  const first = (...names: readonly string[]): string | undefined =>
    names.map((name) => parts.get(name)).find((value) => value !== undefined);
  const [host = '', port] = (first('server', 'data source', 'address', 'host') ?? '').replace(/^tcp:/iu, '').split(',');
  if (host === '') return null;
  const trust = /^(?:true|yes)$/iu.test(first('trustservercertificate') ?? '');
  const fields: Record<string, Json | undefined> = {
    ...(port === undefined ? {} : { port: Number(port) }),
    database: first('database', 'initial catalog'),
    username: first('user id', 'uid', 'user'),
    password: first('password', 'pwd'),
    tls: /^(?:false|no)$/iu.test(first('encrypt') ?? '') ? 'off' : 'starttls',
    ...(trust ? { verifyTls: false } : {}),
  };
  return { host, ...entryOf(fields) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The fields that kinds of databases share: `database`, `query` and `replication`. */
import { z } from 'zod';
import type { FormField } from '../../../contract/descriptor.ts';
import { accepts } from '../../base/accepts.ts';
import { textSchema, toggleSchema } from '../common.ts';
import { readServiceUrl, type Scheme } from './service-url.ts';
import type { TlsMode } from '../net/connect/open-socket.ts';

export function databaseSchema() {
  return textSchema(500).default('');
}

/** @param ifEmpty what an empty value means, as a sentence */
export function databaseField(ifEmpty: string): FormField {
  return {
    name: 'database',
    label: 'Database',
    type: 'text',
    section: 'target',
    default: '',
    help: `The name of the database. ${ifEmpty}`,
  };
}

/** The most characters of a query. */
const QUERY_CHARACTERS = 20_000;

/** @param preset the default, such as `SELECT 1` */
export function querySchema(preset: string) {
  return accepts(
    'textBetween',
    { min: 1, max: QUERY_CHARACTERS },
    z.string().trim().min(1).max(QUERY_CHARACTERS),
  ).default(preset);
}

export function queryField(preset: string): FormField {
  return {
    name: 'query',
    label: 'Query',
    type: 'multiline',
    section: 'request',
    default: preset,
    help: 'Must succeed. Conditions can use its rows as [ROWS], and the first value of the first row as [VALUE].',
  };
}

export function replicationSchema() {
  return toggleSchema().default(false);
}

/** @param needs what the user has to be allowed to, as a sentence */
export function replicationField(needs: string): FormField {
  return {
    name: 'replication',
    label: 'Measure replication lag',
    type: 'toggle',
    section: 'request',
    advanced: true,
    default: false,
    help: `Also asks the server how far replication is behind. ${needs}`,
  };
}

export interface DatabaseUrl {
  readonly fields: {
    readonly host: string;
    readonly port: number;
    readonly database?: string;
    readonly username?: string;
    readonly password?: string;
  };
  readonly scheme: string;
  readonly tls: TlsMode;
  readonly query: URLSearchParams;
}

/**
 * Reads the URL of a database as a client has it, or as JDBC (`jdbc:mysql://…?user=me`) and SQLAlchemy
 * (`mysql+pymysql://…`) write it. Its path is the name of the database.
 * @returns null for a text that is not a URL with one of the schemes
 */
export function readDatabaseUrl(text: string, schemes: Readonly<Record<string, Scheme>>): DatabaseUrl | null {
  const plain = text.replace(/^jdbc:/iu, '').replace(/^([a-z0-9]+)\+[a-z0-9_]+(?=:\/\/)/iu, '$1');
  const url = readServiceUrl(plain, schemes);
  if (url === null) return null;
  const { scheme, host, port, path, tls, query } = url;
  const username = url.credentials.username ?? query.get('user') ?? '';
  const password = url.credentials.password ?? query.get('password') ?? '';
  return {
    fields: {
      host,
      port,
      ...(path === '' ? {} : { database: path }),
      ...(username === '' ? {} : { username }),
      ...(password === '' ? {} : { password }),
    },
    scheme,
    tls,
    query,
  };
}

/** One check of a PostgreSQL endpoint: connect, encrypt, sign in, query. */
import type { Socket } from 'node:net';
import pg from 'pg';
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import type { CheckContext, KindOutcome } from '../../kind.ts';
import { connectionClosed, converseOn, sessionError } from '../../net/services/guard-socket.ts';
import { openSocket } from '../../net/connect/open-socket.ts';
import { conductCheck, toSnippet, type Probe } from '../../net/probe/probe.ts';
import { readNumber, RowCollector } from '../../net/services/rows.ts';
import { postgresFailure } from './failures.ts';
import type { PostgresFields } from './fields.ts';
import { requestTls } from './request-tls.ts';

/** Runs one check, from the name to the last row. */
export function run(
  fields: PostgresFields & Pick<CommonConfig, 'timeout'>,
  context: CheckContext,
): Promise<KindOutcome> {
  return conductCheck(context, fields.timeout, async (probe) => {
    const socket = await open(probe, fields);
    await converseOn(probe, socket, async () => {
      const client = await signIn(probe, socket, fields);
      await query(probe, client, fields.query);
      if (fields.replication) await measureLag(probe, client);
      socket.write(TERMINATE);
    });
    return null;
  });
}

/** The message that ends a session. Without it, some servers log an error. */
const TERMINATE = Buffer.from([0x58, 0, 0, 0, 4]);

async function open(probe: Probe, fields: PostgresFields): Promise<Socket> {
  if (fields.tls !== 'starttls') return openSocket(probe, fields, ['postgresql']);
  return requestTls(probe, await openSocket(probe, { ...fields, tls: 'off' }), fields);
}

/** The library has no type for this option. */
interface Config extends pg.ClientConfig {
  readonly connection: pg.Connection;
}

/** Phase `auth`: from the startup message until the server is ready for a query. */
async function signIn(probe: Probe, socket: Socket, fields: PostgresFields): Promise<pg.Client> {
  probe.watch.enter('auth');
  const { host, username, password, database } = fields;
  const connection = new pg.Connection({ stream: () => socket, ssl: false });
  connection.on('parameterStatus', (status: { readonly parameterName: string; readonly parameterValue: string }) => {
    if (status.parameterName === 'server_version') probe.details['serverVersion'] = status.parameterValue.slice(0, 100);
  });
  const config: Config = {
    connection,
    host,
    user: username,
    database: database === '' ? username : database,
    // Called only if the server asks. A text that is empty would be replaced by PGPASSWORD or ~/.pgpass.
    password: () => {
      if (password !== '') return password;
      throw new FailureError(postgresFailure('postgres.noPassword', { username }, { phase: 'auth' }));
    },
    ssl: false,
    application_name: 'Lookout',
    types: { getTypeParser: (() => (text: string) => text) as never },
  };
  const client = new pg.Client(config);
  // The promise of the current operation rejects with the same error.
  client.on('error', () => undefined);
  try {
    const connected = client.connect();
    socket.prependOnceListener('data', expectMessage);
    await connected;
  } catch (error) {
    throw signInError(probe, error, username);
  }
  return client;
}

/**
 * The types of messages that a server may send first: Authentication, ErrorResponse, NoticeResponse or
 * NegotiateProtocolVersion.
 */
const FIRST = 'RENv';

/**
 * Refuses other protocols, in which the library would read a length and wait for it.
 * @throws FailureError which `guardSocket` catches
 */
function expectMessage(chunk: Buffer): void {
  const start = toSnippet(chunk.toString('latin1', 0, 100));
  if (!FIRST.includes(start.charAt(0)))
    throw new FailureError(failureOf('protocol.error', {}, { raw: start, phase: 'auth' }));
}

function signInError(probe: Probe, error: unknown, username: string): unknown {
  if (!isAnswer(error)) return otherError(probe, error);
  const extras = { phase: 'auth', raw: rawAnswer(error) };
  // Class 28: Invalid Authorization Specification.
  const failure = error.code.startsWith('28')
    ? failureOf('auth.failed', { username, problem: error.message }, extras)
    : failureOf('server.refused', { problem: error.message }, extras);
  return new FailureError(failure, { cause: error });
}

/** Phase `query`. */
async function query(probe: Probe, client: pg.Client, text: string): Promise<void> {
  probe.watch.enter('query');
  const rows = new RowCollector(probe);
  try {
    await runQuery(client, text, (values, fields) =>
      rows.add(
        fields.map(({ name }) => name),
        () => values.map((value, index) => readValue(value, fields[index]?.dataTypeID)),
      ),
    );
  } catch (error) {
    throw queryError(probe, error);
  }
  probe.watch.pause();
  rows.finish();
}

function queryError(probe: Probe, error: unknown): unknown {
  if (!isAnswer(error)) return otherError(probe, error);
  const code = error.severity === 'FATAL' || error.severity === 'PANIC' ? 'server.refused' : 'query.failed';
  const failure = failureOf(code, { problem: error.message }, { phase: 'query', raw: rawAnswer(error) });
  return new FailureError(failure, { cause: error });
}

type OnRow = (values: readonly (string | null)[], fields: readonly pg.FieldDef[]) => void;

/** Passes each row on as it arrives, so that memory does not grow with the number of rows. */
function runQuery(client: pg.Client, text: string, onRow: OnRow): Promise<void> {
  return new Promise((resolve, reject) => {
    const submitted = new pg.Query<(string | null)[]>({ text, rowMode: 'array' } as pg.QueryConfig);
    submitted.on('row', (row, result) => onRow(row, result?.fields ?? []));
    submitted.on('end', () => resolve());
    submitted.on('error', reject);
    client.query(submitted);
  });
}

/** The numbers of types in `pg_type`. */
const NUMBERS: ReadonlySet<number | undefined> = new Set([20, 21, 23, 26, 700, 701, 1700]);
const BOOL = 16;
const JSONS: ReadonlySet<number | undefined> = new Set([114, 3802]);

/** Numbers, booleans and JSON as such; everything else as the server writes it. */
function readValue(text: string | null, type: number | undefined): unknown {
  if (text === null) return null;
  if (NUMBERS.has(type)) return readNumber(text);
  if (type === BOOL) return text === 't';
  return JSONS.has(type) ? JSON.parse(text) : text;
}

/**
 * On a replica: how old the last transaction is that it replayed, and 0 when it is connected and has replayed everything. On
 * a primary: the largest lag of its replicas, if it has any and the role may see them (PostgreSQL 10 and later).
 */
const LAG = `SELECT CASE WHEN pg_is_in_recovery() THEN
  CASE WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() AND EXISTS (SELECT 1 FROM pg_stat_wal_receiver) THEN 0
  ELSE EXTRACT(EPOCH FROM now() - pg_last_xact_replay_timestamp()) END
  ELSE (SELECT max(EXTRACT(EPOCH FROM coalesce(replay_lag, '0'))) FROM pg_stat_replication WHERE state = 'streaming') END`;

/** Phase `replication`. A server that does not say is not a failure. */
async function measureLag(probe: Probe, client: pg.Client): Promise<void> {
  probe.watch.enter('replication');
  try {
    await runQuery(client, LAG, ([lag = null]) => {
      if (lag !== null) probe.metrics['lag'] = Math.max(0, Number(lag));
    });
  } catch (error) {
    if (!isAnswer(error)) throw otherError(probe, error);
  }
}

/** An error that the server sent. Others of the same class come from the library's parser. */
function isAnswer(error: unknown): error is pg.DatabaseError & { readonly code: string } {
  return error instanceof pg.DatabaseError && error.code !== undefined;
}

function rawAnswer({ severity, code, message }: pg.DatabaseError): string {
  return `${severity ?? 'ERROR'} ${code ?? ''}: ${message}`;
}

/** Other errors that end a session: of the connection, or an answer that the library does not understand. */
function otherError(probe: Probe, error: unknown): unknown {
  const isClosed = error instanceof Error && error.message.startsWith('Connection terminated');
  return isClosed ? connectionClosed(probe, error) : sessionError(probe, error);
}

/** One check of a directory (RFC 4511): bind, then search. */
import type { Socket } from 'node:net';
import { Client, FilterParser, ResultCodeError, type Entry, type Filter } from 'ldapts';
import type { Failure } from '../../../../contract/model/failure.ts';
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import type { Json } from '../../../../contract/model/units.ts';
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import type { CheckContext, KindOutcome } from '../../kind.ts';
import { cut } from '../../../base/cut.ts';
import { connectionClosed, converseOn, sessionError } from '../../net/services/guard-socket.ts';
import { openSocket, secureSocket } from '../../net/connect/open-socket.ts';
import { conductCheck, type Probe } from '../../net/probe/probe.ts';
import { requestTls } from '../../net/starttls/starttls.ts';
import { ldapFailure } from './failures.ts';
import { MAX_ENTRIES, type LdapFields } from './fields.ts';

/** The most entries that conditions see, and the most names in the details. */
const MAX_ROWS = 100;
const SHOWN = 20;
/** Each message begins with the tag of a SEQUENCE (RFC 4511, 4.1.1). */
const SEQUENCE = 0x30;
/** Result codes that mean a refused sign-in (RFC 4511, A.1): inappropriateAuthentication, invalidCredentials, and others. */
const AUTH_CODES: ReadonlySet<number> = new Set([7, 8, 13, 48, 49]);

type Fields = LdapFields & Pick<CommonConfig, 'timeout'>;

/** Runs one check, from the name to the last entry. */
export function run(fields: Fields, context: CheckContext): Promise<KindOutcome> {
  return conductCheck(context, fields.timeout, async (probe) => {
    const socket = await open(probe, fields);
    return converseOn(probe, socket, async (guard) => {
      guard(socket);
      try {
        return await converse(probe, socket, fields);
      } catch (error) {
        throw translate(probe, error);
      }
    });
  });
}

async function open(probe: Probe, fields: Fields): Promise<Socket> {
  const socket = await openSocket(probe, fields);
  if (fields.tls !== 'starttls') return socket;
  try {
    await requestTls(probe, socket, 'ldap');
    return await secureSocket(probe, socket, fields);
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

async function converse(probe: Probe, socket: Socket, fields: Fields): Promise<Failure | null> {
  refuseOtherProtocols(socket);
  let isUsed = false;
  const client = new Client({
    url: 'ldap://connected',
    createConnection: () => {
      // The library would connect again after the server has closed the connection.
      if (isUsed) throw connectionClosed(probe, undefined);
      isUsed = true;
      return socket;
    },
  });
  const { username, password } = fields;
  if (username !== '') {
    probe.watch.enter('auth');
    await signIn(client, username, password);
  }
  probe.watch.enter('query');
  const { base, scope, attributes } = fields;
  const { searchEntries: entries } = await client.search(base, {
    scope,
    filter: parseFilter(fields.filter),
    attributes: [...attributes],
    sizeLimit: MAX_ENTRIES,
  });
  probe.watch.pause();
  note(probe, entries);
  if (entries.length >= fields.minCount) return null;
  return ldapFailure('ldap.entries', { found: entries.length, wanted: fields.minCount });
}

/** Refuses other protocols, because the library keeps waiting when it cannot read the data. */
function refuseOtherProtocols(socket: Socket): void {
  socket.once('data', (chunk: Buffer) => {
    // The guard of the socket turns it into a `protocol.error`.
    if (chunk[0] !== SEQUENCE) throw new Error('The answer is not LDAP');
  });
}

async function signIn(client: Client, username: string, password: string): Promise<void> {
  try {
    await client.bind(username, password);
  } catch (error) {
    if (!(error instanceof ResultCodeError) || !AUTH_CODES.has(error.code)) throw error;
    throw new FailureError(failureOf('auth.failed', { username, problem: problemOf(error) }), { cause: error });
  }
}

function parseFilter(text: string): Filter {
  try {
    return FilterParser.parseString(text);
  } catch (error) {
    const problem = error instanceof Error ? problemOf(error) : 'The filter cannot be read';
    throw new FailureError(failureOf('query.failed', { problem }), { cause: error });
  }
}

function note({ details, metrics, observed }: Probe, entries: readonly Entry[]): void {
  const rows = entries.slice(0, MAX_ROWS).map(toRow);
  metrics['entries'] = entries.length;
  details['entries'] = rows.slice(0, SHOWN).flatMap(({ dn }) => (typeof dn === 'string' && dn !== '' ? [dn] : []));
  observed['ROWS'] = rows;
  const value = Object.entries(rows[0] ?? {}).find(([name]) => name !== 'dn')?.[1];
  if (value !== undefined) observed['VALUE'] = Array.isArray(value) ? (value[0] ?? '') : value;
}

/** Values that are not text are in base64. */
function toRow(entry: Entry): Readonly<Record<string, Json>> {
  const text = (value: string | Buffer) => (typeof value === 'string' ? value : value.toString('base64'));
  return Object.fromEntries(
    Object.entries(entry).map(([name, value]): [string, Json] => [
      name,
      Array.isArray(value) ? value.map(text) : text(value),
    ]),
  );
}

function problemOf(error: Error): string {
  return cut(error.message.trim(), 300);
}

/** Errors of the library; those of the connection stay as they are. */
function translate(probe: Probe, error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof FailureError) return error;
  if (error instanceof ResultCodeError) {
    return new FailureError(failureOf('query.failed', { problem: problemOf(error) }), { cause: error });
  }
  if (/^Connection closed|^Socket error|^Socket connection/u.test(error.message)) return connectionClosed(probe, error);
  return sessionError(probe, error);
}

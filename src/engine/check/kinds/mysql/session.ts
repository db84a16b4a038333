/** Signs in to a MySQL server through mysql2, on a socket and with a TLS handshake of our own. */
import type { Socket } from 'node:net';
import { createConnection, type Connection } from 'mysql2';
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import { codeOf } from '../../net/probe/failures.ts';
import { connectionClosed, sessionError } from '../../net/services/guard-socket.ts';
import { secureSocket } from '../../net/connect/open-socket.ts';
import { toSnippet, type Probe } from '../../net/probe/probe.ts';
import { mysqlFailure } from './failures.ts';
import type { MysqlFields } from './fields.ts';

/** Parts of the library that are used but have no types. The version is pinned, and the tests use all of them. */
export interface Session extends Connection {
  stream: Socket;
  readonly sequenceId: number;
  readonly packetParser: { execute(data: Buffer): void };
  handlePacket(packet?: { readonly sequenceId: number }): void;
  startTLS(onSecure: (error?: unknown) => void): void;
  _handleNetworkError(error: Error): void;
}

/**
 * Signs in. Phase `auth`; with TLS, the server's greeting is a part of `tls`.
 * @param guard guards the encrypted socket
 * @throws FailureError, or an error of the system
 */
export async function signIn(
  probe: Probe,
  socket: Socket,
  fields: MysqlFields,
  guard: (socket: Socket) => void,
): Promise<Session> {
  const { username, password, database } = fields;
  probe.watch.enter(fields.tls === 'off' ? 'auth' : 'tls');
  const { promise, resolve, reject } = Promise.withResolvers<{ readonly serverVersion?: string }>();
  const session = createConnection({
    stream: socket,
    host: fields.host,
    user: username,
    password,
    ...(database === '' ? {} : { database }),
    ...(fields.tls === 'off' ? {} : { ssl: {} }),
    // The check has its own deadline.
    connectTimeout: 0,
    // Otherwise the library makes code from the names of columns, which a server chooses.
    disableEval: true,
  }) as unknown as Session;
  refuseDisorder(session);
  session.startTLS = (onSecure) => {
    socket.removeAllListeners('data');
    secureSocket(probe, socket, fields)
      .then((secured) => {
        probe.watch.enter('auth');
        guard(secured);
        secured.on('data', (data: Buffer) => session.packetParser.execute(data));
        secured.on('error', (error) => session._handleNetworkError(error));
        session.stream = secured;
        onSecure();
      })
      .catch(reject);
  };
  socket.prependOnceListener('data', expectGreeting);
  session.on('error', reject);
  session.once('connect', resolve);
  try {
    const { serverVersion = '' } = await promise;
    // MariaDB puts another version before its own, for clients that compare it.
    probe.details['serverVersion'] = serverVersion.replace(/^5\.5\.5-/u, '').slice(0, 100);
  } catch (error) {
    throw signInError(probe, error, username);
  }
  return session;
}

/** Versions 9 and 10 of the protocol, and an error: how the first packet of a server begins. */
const FIRST: ReadonlySet<number | undefined> = new Set([9, 10, 255]);

/**
 * Refuses other protocols, whose first bytes the library would read as a length and wait for.
 * @throws FailureError which `guardSocket` catches
 */
function expectGreeting(chunk: Buffer): void {
  if (chunk.length < 5 || (chunk[3] === 0 && FIRST.has(chunk[4]))) return;
  throw new FailureError(failureOf('protocol.error', {}, { raw: toSnippet(chunk.toString('latin1', 0, 100)) }));
}

/** Refuses packets that are out of order, which the library would only print. */
function refuseDisorder(session: Session): void {
  const handlePacket = session.handlePacket.bind(session);
  session.handlePacket = (packet) => {
    if (packet !== undefined && packet.sequenceId !== session.sequenceId) {
      throw new Error(`Packet ${packet.sequenceId} came instead of ${session.sequenceId}`);
    }
    handlePacket(packet);
  };
}

/** Errors 1044, 1045 and 1698: access denied, for a database, with and without a password. */
const DENIED: ReadonlySet<number> = new Set([1044, 1045, 1698]);

function signInError(probe: Probe, error: unknown, username: string): unknown {
  if (!isAnswer(error)) return otherError(probe, error);
  const { phase = 'auth' } = probe.watch;
  const extras = { phase, raw: rawAnswer(error) };
  const failure = DENIED.has(error.errno)
    ? failureOf('auth.failed', { username: username === '' ? null : username, problem: error.message }, extras)
    : failureOf('server.refused', { problem: error.message }, extras);
  return new FailureError(failure, { cause: error });
}

export interface Answer extends Error {
  readonly errno: number;
  readonly code: string;
  readonly sqlState?: string;
}

/** An error that the server sent. */
export function isAnswer(error: unknown): error is Answer {
  return (
    error instanceof Error &&
    'errno' in error &&
    typeof error.errno === 'number' &&
    error.errno > 0 &&
    !('syscall' in error)
  );
}

export function rawAnswer({ code, errno, sqlState = '', message }: Answer): string {
  return `${code} (${errno}, ${sqlState}): ${message}`;
}

/** Other errors that end a session: of the connection, or an answer that the library does not understand. */
export function otherError(probe: Probe, error: unknown): unknown {
  const code = error instanceof Error ? codeOf(error) : '';
  if (code === 'PROTOCOL_CONNECTION_LOST') return connectionClosed(probe, error);
  if (code !== 'HANDSHAKE_NO_SSL_SUPPORT') return sessionError(probe, error);
  return new FailureError(mysqlFailure('mysql.noTls', {}, { phase: 'tls' }), { cause: error });
}

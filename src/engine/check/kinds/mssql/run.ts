/** One check of an SQL Server endpoint: connect, encrypt, sign in, query. */
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import type { Failure } from '../../../../contract/model/failure.ts';
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import type { CheckContext, KindOutcome } from '../../kind.ts';
import { openSocket } from '../../net/connect/open-socket.ts';
import { conductCheck, type Probe } from '../../net/probe/probe.ts';
import { RowCollector } from '../../net/services/rows.ts';
import type { MssqlFields } from './fields.ts';
import { BatchError, Session } from './session.ts';
import type { ServerError } from './tokens.ts';

/** Runs one check, from the name to the last row. */
export function run(fields: MssqlFields & Pick<CommonConfig, 'timeout'>, context: CheckContext): Promise<KindOutcome> {
  return conductCheck(context, fields.timeout, async (probe) => {
    const socket = await openSocket(probe, { ...fields, tls: 'off' });
    const session = await signIn(() => Session.open(probe, socket, fields), fields.username);
    try {
      await query(probe, session, fields.query);
      if (fields.replication) await measureLag(probe, session);
    } finally {
      session.close();
    }
    return null;
  });
}

async function signIn(open: () => Promise<Session>, username: string): Promise<Session> {
  try {
    return await open();
  } catch (error) {
    if (!(error instanceof BatchError)) throw error;
    throw new FailureError(signInFailure(error.error, username), { cause: error });
  }
}

/** Errors 18401 to 18488 are about the login: wrong, locked, expired, for Windows only. */
function signInFailure(error: ServerError, username: string): Failure {
  const extras = { phase: 'auth', raw: rawOf(error) };
  const isLogin = error.number >= 18_401 && error.number <= 18_488;
  return isLogin
    ? failureOf('auth.failed', { username, problem: error.message }, extras)
    : failureOf('server.refused', { problem: error.message }, extras);
}

function rawOf({ number, severity, message }: ServerError): string {
  return `Msg ${number}, Level ${severity}: ${message}`;
}

/** Errors of this severity and above end the session. */
const FATAL = 20;

/** Phase `query`. */
async function query(probe: Probe, session: Session, text: string): Promise<void> {
  probe.watch.enter('query');
  const rows = new RowCollector(probe);
  try {
    await session.run(text, (columns, values) => rows.add(columns, () => values));
  } catch (error) {
    if (!(error instanceof BatchError)) throw error;
    const code = error.error.severity >= FATAL ? 'server.refused' : 'query.failed';
    const extras = { phase: 'query', raw: rawOf(error.error) };
    throw new FailureError(failureOf(code, { problem: error.message }, extras), { cause: error });
  }
  probe.watch.pause();
  rows.finish();
}

/** The lag of availability groups (SQL Server 2016 and later). */
const LAG = 'SELECT MAX(secondary_lag_seconds) FROM sys.dm_hadr_database_replica_states';

/** Phase `replication`. A server without an availability group, or one that does not say, is not a failure. */
async function measureLag(probe: Probe, session: Session): Promise<void> {
  probe.watch.enter('replication');
  try {
    await session.run(LAG, (_columns, [lag]) => {
      if (lag !== null && lag !== undefined) probe.metrics['lag'] = Number(lag);
    });
  } catch (error) {
    if (!(error instanceof BatchError)) throw error;
  }
}

/** One check of a Cassandra endpoint: connect, sign in, query. */
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import type { CheckContext, KindOutcome } from '../../kind.ts';
import { Conversation } from '../../net/connect/conversation.ts';
import { openSocket } from '../../net/connect/open-socket.ts';
import { conductCheck, type Probe } from '../../net/probe/probe.ts';
import { MAX_ANSWER_BYTES, RowCollector } from '../../net/services/rows.ts';
import type { CassandraFields } from './fields.ts';
import { NodeError, Session } from './session.ts';

/** Runs one check, from the name to the last row. */
export function run(
  fields: CassandraFields & Pick<CommonConfig, 'timeout'>,
  context: CheckContext,
): Promise<KindOutcome> {
  return conductCheck(context, fields.timeout, async (probe) => {
    const socket = await openSocket(probe, fields);
    const conversation = new Conversation(probe, socket, { maxBytes: MAX_ANSWER_BYTES });
    try {
      const session = new Session(conversation);
      await signIn(probe, session, fields);
      await query(probe, session, fields);
    } finally {
      conversation.close();
    }
    return null;
  });
}

/** Phase `auth`. */
async function signIn(probe: Probe, session: Session, { username, password }: CassandraFields): Promise<void> {
  probe.watch.enter('auth');
  try {
    if (await session.start()) await session.signIn(username, password);
  } catch (error) {
    if (!(error instanceof NodeError)) throw error;
    throw refused(error, 'auth', username === '' ? null : username);
  }
}

/** Phase `query`: selects the keyspace and runs the query. */
async function query(probe: Probe, session: Session, { database, query: text }: CassandraFields): Promise<void> {
  probe.watch.enter('query');
  const rows = new RowCollector(probe);
  try {
    if (database !== '') await session.run(`USE "${database.replaceAll('"', '""')}"`, () => undefined);
    await session.run(text, (columns, read) => rows.add(columns, read));
  } catch (error) {
    if (!(error instanceof NodeError)) throw error;
    throw refused(error, 'query', null);
  }
  probe.watch.pause();
  rows.finish();
}

/** Bad credentials. */
const DENIED = 0x0100;
/** Overloaded, and bootstrapping. */
const BUSY: ReadonlySet<number> = new Set([0x1001, 0x1002]);

function refused(error: NodeError, phase: string, username: string | null): FailureError {
  const problem = error.message;
  const extras = { phase, raw: `Error 0x${error.code.toString(16).padStart(4, '0')}: ${problem}` };
  if (error.code === DENIED) return new FailureError(failureOf('auth.failed', { username, problem }, extras));
  const code = phase === 'auth' || BUSY.has(error.code) ? 'server.refused' : 'query.failed';
  return new FailureError(failureOf(code, { problem }, extras), { cause: error });
}

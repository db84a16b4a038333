/** One check of a MongoDB endpoint: connect, sign in, run the command. */
import { EJSON, type Document } from 'bson';
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import type { CheckContext, KindOutcome } from '../../kind.ts';
import { Conversation } from '../../net/connect/conversation.ts';
import { cut } from '../../../base/cut.ts';
import { openSocket } from '../../net/connect/open-socket.ts';
import { conductCheck, type Probe } from '../../net/probe/probe.ts';
import { MAX_ANSWER_BYTES, RowCollector } from '../../net/services/rows.ts';
import type { MongodbFields } from './fields.ts';
import { CommandError, Session } from './session.ts';
import { signIn } from './sign-in.ts';
import { readValue } from './values.ts';

/** Runs one check, from the name to the answer. */
export function run(
  fields: MongodbFields & Pick<CommonConfig, 'timeout'>,
  context: CheckContext,
): Promise<KindOutcome> {
  return conductCheck(context, fields.timeout, async (probe) => {
    const socket = await openSocket(probe, fields);
    const conversation = new Conversation(probe, socket, { maxBytes: MAX_ANSWER_BYTES });
    try {
      const session = new Session(conversation);
      await signIn(probe, session, fields);
      await query(probe, session, fields);
      if (fields.replication) await measureLag(probe, session);
    } finally {
      conversation.close();
    }
    return null;
  });
}

/** Phase `query`. */
async function query(probe: Probe, session: Session, { database, query: text }: MongodbFields): Promise<void> {
  probe.watch.enter('query');
  let answer: Document;
  try {
    answer = await session.run(database === '' ? 'admin' : database, EJSON.parse(text) as Document);
  } catch (error) {
    throw error instanceof CommandError ? refused(error) : error;
  }
  probe.watch.pause();
  const rows = new RowCollector(probe);
  const documents = documentsOf(answer);
  for (const document of documents ?? []) {
    rows.add(Object.keys(document), () => Object.values(document).map((value) => readValue(value)));
  }
  rows.finish();
  if (documents !== null) return;
  const value = readValue(answer['n'] ?? answer['ok']);
  probe.observed['VALUE'] = value;
  probe.details['value'] = cut(JSON.stringify(value), 200);
}

/** The documents of `find` and `aggregate`, and the values of `distinct`; null: the answer has none. */
function documentsOf({ cursor, values }: Document): readonly Document[] | null {
  const batch: unknown = typeof cursor === 'object' && cursor !== null ? Reflect.get(cursor, 'firstBatch') : undefined;
  if (Array.isArray(batch)) return batch as readonly Document[];
  return Array.isArray(values) ? values.map((value: unknown) => ({ value })) : null;
}

/** 13: Unauthorized. */
const UNAUTHORIZED = 13;

function refused(error: CommandError): FailureError {
  const extras = { phase: 'query', raw: `${error.codeName} (${error.code})` };
  const problem = error.message;
  const failure =
    error.code === UNAUTHORIZED
      ? failureOf('auth.failed', { username: null, problem }, extras)
      : failureOf('query.failed', { problem }, extras);
  return new FailureError(failure, { cause: error });
}

interface Member {
  readonly state?: number;
  readonly self?: boolean;
  readonly optimeDate?: Date;
}

const PRIMARY = 1;
const SECONDARY = 2;

/** Phase `replication`. A server that is not a replica, or does not say, is not a failure. */
async function measureLag(probe: Probe, session: Session): Promise<void> {
  probe.watch.enter('replication');
  try {
    const { members } = await session.run('admin', { replSetGetStatus: 1 });
    if (!Array.isArray(members)) return;
    const all = members as readonly Member[];
    const primary = all.find(({ state }) => state === PRIMARY)?.optimeDate?.getTime();
    const self = all.find((member) => member.self === true);
    const others = self?.state === PRIMARY ? all.filter(({ state }) => state === SECONDARY) : [self];
    const times = others.flatMap((member) => member?.optimeDate?.getTime() ?? []);
    if (primary === undefined || times.length === 0) return;
    probe.metrics['lag'] = Math.max(0, (primary - Math.min(...times)) / 1_000);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
  }
}

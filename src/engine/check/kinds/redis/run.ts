/** One check of a Redis endpoint: connect, sign in, run the command, read INFO. */
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import type { CheckContext, KindOutcome } from '../../kind.ts';
import { Conversation } from '../../net/connect/conversation.ts';
import { openSocket } from '../../net/connect/open-socket.ts';
import { conductCheck, toSnippet, type Probe } from '../../net/probe/probe.ts';
import { splitCommand } from './command.ts';
import type { RedisFields } from './fields.ts';
import { metricsOf, parseInfo } from './info.ts';
import { ReplyError, runCommand } from './resp.ts';

/** Runs one check, from the name to the reply. */
export function run(fields: RedisFields & Pick<CommonConfig, 'timeout'>, context: CheckContext): Promise<KindOutcome> {
  return conductCheck(context, fields.timeout, async (probe) => {
    const conversation = new Conversation(probe, await openSocket(probe, fields));
    try {
      await signIn(probe, conversation, fields);
      await command(probe, conversation, fields);
      if (fields.info || probe.wanted.has('INFO')) await readInfo(probe, conversation);
    } finally {
      conversation.close();
    }
    return null;
  });
}

/** Phase `auth`, if the endpoint has a user or a password. Some users of ACL have none. */
async function signIn(
  { watch }: Probe,
  conversation: Conversation,
  { username, password }: Pick<RedisFields, 'username' | 'password'>,
): Promise<void> {
  if (username === '' && password === '') return;
  watch.enter('auth');
  try {
    await runCommand(conversation, username === '' ? ['AUTH', password] : ['AUTH', username, password]);
  } catch (error) {
    if (!(error instanceof ReplyError)) throw error;
    throw refused('auth.failed', error, 'auth', username === '' ? 'default' : username);
  }
}

/** Phase `query`: selects the database and runs the command. */
async function command(probe: Probe, conversation: Conversation, fields: RedisFields): Promise<void> {
  const words = splitCommand(fields.command);
  if (words === null) throw new TypeError('The fields were not validated');
  probe.watch.enter('query');
  try {
    if (fields.database !== 0) await runCommand(conversation, ['SELECT', String(fields.database)]);
    const value = await runCommand(conversation, words);
    probe.watch.pause();
    probe.observed['VALUE'] = value;
    probe.details['value'] = toSnippet(typeof value === 'string' ? value : JSON.stringify(value));
  } catch (error) {
    if (!(error instanceof ReplyError)) throw error;
    const isUnknown = error.message.startsWith('NOAUTH');
    throw refused(isUnknown ? 'auth.failed' : 'query.failed', error, 'query', null);
  }
}

function refused(code: 'auth.failed' | 'query.failed', error: ReplyError, phase: string, username: string | null) {
  const problem = error.message;
  const failure =
    code === 'auth.failed'
      ? failureOf(code, { username, problem }, { phase })
      : failureOf(code, { problem }, { phase });
  return new FailureError(failure, { cause: error });
}

/** Phase `info`. A user who may not read it is not a failure. */
async function readInfo(probe: Probe, conversation: Conversation): Promise<void> {
  probe.watch.enter('info');
  try {
    const text = await runCommand(conversation, ['INFO']);
    const info = parseInfo(typeof text === 'string' ? text : '');
    Object.assign(probe.metrics, metricsOf(info));
    if (probe.wanted.has('INFO')) probe.observed['INFO'] = info;
    const { redis_version: version, role } = info;
    if (version !== undefined) probe.details['serverVersion'] = String(version);
    if (role !== undefined) probe.details['role'] = String(role);
  } catch (error) {
    if (!(error instanceof ReplyError)) throw error;
  }
}

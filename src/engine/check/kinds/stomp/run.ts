/** One check of a STOMP endpoint: sign in, subscribe, publish, wait for a message. */
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import type { CheckContext, KindOutcome } from '../../kind.ts';
import { Conversation } from '../../net/connect/conversation.ts';
import { receiveMessage } from '../../net/services/message.ts';
import { openSocket } from '../../net/connect/open-socket.ts';
import { conductCheck, toSnippet, type Probe } from '../../net/probe/probe.ts';
import type { StompFields } from './fields.ts';
import { StompSession } from './session.ts';
import { talkAndLeave } from '../../net/services/session.ts';

/** Runs one check, from the name to the message. */
export function run(fields: StompFields & Pick<CommonConfig, 'timeout'>, context: CheckContext): Promise<KindOutcome> {
  return conductCheck(context, fields.timeout, async (probe) => {
    const socket = await openSocket(probe, fields);
    // A busy topic may deliver any number of messages before the expected one.
    const session = new StompSession(new Conversation(probe, socket, { maxBytes: Infinity }));
    return talkAndLeave(probe, session, async () => {
      probe.watch.enter('signIn');
      await session.connect(fields.username, fields.password, fields.virtualHost);
      probe.details['version'] = toSnippet(session.version);
      if (session.server !== '') probe.details['server'] = toSnippet(session.server);
      if (fields.topic !== '') await tryTopic(probe, session, fields);
    });
  });
}

async function tryTopic(probe: Probe, session: StompSession, fields: StompFields): Promise<void> {
  const { watch, wanted } = probe;
  const { topic, message, expect } = fields;
  watch.enter('subscribe');
  await session.subscribe(topic);
  if (message === '' && expect === '' && !wanted.has('BODY')) return;
  watch.enter('message');
  await receiveMessage(probe, fields, {
    publish: () => session.publish(topic, message),
    receive: () => session.receive(),
    accept: (own) => session.accept(own),
  });
}

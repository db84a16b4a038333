/** One check of a NATS endpoint: sign in, look at a stream, subscribe, publish, wait for a message. */
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import { FailureError } from '../../../base/failure-error.ts';
import type { CheckContext, KindOutcome } from '../../kind.ts';
import { Conversation } from '../../net/connect/conversation.ts';
import { receiveMessage } from '../../net/services/message.ts';
import { openSocket } from '../../net/connect/open-socket.ts';
import { conductCheck, toSnippet, type Probe } from '../../net/probe/probe.ts';
import { natsFailure } from './failures.ts';
import type { NatsFields } from './fields.ts';
import { NatsSession } from './session.ts';

/** Runs one check, from the name to the message. */
export function run(fields: NatsFields & Pick<CommonConfig, 'timeout'>, context: CheckContext): Promise<KindOutcome> {
  return conductCheck(context, fields.timeout, async (probe) => {
    const socket = await openSocket(probe, fields);
    // A busy subject may deliver any number of messages before the expected one.
    const session = new NatsSession(new Conversation(probe, socket, { maxBytes: Infinity }));
    try {
      await talk(probe, session, fields);
      return null;
    } finally {
      probe.watch.pause();
      session.close();
    }
  });
}

async function talk(probe: Probe, session: NatsSession, fields: NatsFields): Promise<void> {
  const { watch, details, observed, metrics } = probe;
  watch.enter('greeting');
  await session.begin(fields);
  if (session.server !== '') details['server'] = toSnippet(session.server);
  details['version'] = toSnippet(session.version);
  observed['VERSION'] = session.version;
  watch.enter('signIn');
  await session.connect(fields);
  if (fields.stream !== '') {
    watch.enter('stream');
    const { messages, bytes, consumers } = await session.stream(fields.stream);
    Object.assign(metrics, { messages, size: bytes, consumers });
  }
  if (fields.topic !== '') await tryTopic(probe, session, fields);
}

async function tryTopic(probe: Probe, session: NatsSession, fields: NatsFields): Promise<void> {
  const { watch, wanted, details, observed } = probe;
  const { topic, message, expect } = fields;
  if (message !== '' && /[*>]/u.test(topic)) {
    throw new FailureError(natsFailure('nats.wildcard', { topic }));
  }
  watch.enter('subscribe');
  await session.subscribe(topic);
  if (message === '' && expect === '' && !wanted.has('BODY')) return;
  watch.enter('message');
  const came = await receiveMessage(probe, fields, {
    publish: () => session.publish(topic, message),
    receive: () => session.receive(),
  });
  details['topic'] = toSnippet(came.topic);
  observed['TOPIC'] = came.topic;
}

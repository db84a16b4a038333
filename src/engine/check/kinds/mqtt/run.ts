/** One check of an MQTT endpoint: sign in, subscribe, publish, wait for a message. */
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import { FailureError } from '../../../base/failure-error.ts';
import type { CheckContext, KindOutcome } from '../../kind.ts';
import { Conversation } from '../../net/connect/conversation.ts';
import { receiveMessage } from '../../net/services/message.ts';
import { openSocket } from '../../net/connect/open-socket.ts';
import { conductCheck, toSnippet, type Probe } from '../../net/probe/probe.ts';
import { mqttFailure } from './failures.ts';
import type { MqttFields } from './fields.ts';
import { MqttSession } from './session.ts';
import { talkAndLeave } from '../../net/services/session.ts';

/** Runs one check, from the name to the message. */
export function run(fields: MqttFields & Pick<CommonConfig, 'timeout'>, context: CheckContext): Promise<KindOutcome> {
  return conductCheck(context, fields.timeout, async (probe) => {
    const socket = await openSocket(probe, fields);
    // A busy topic may deliver any number of messages before the expected one.
    const session = new MqttSession(new Conversation(probe, socket, { maxBytes: Infinity }), fields.version);
    return talkAndLeave(probe, session, async () => {
      probe.watch.enter('signIn');
      await session.connect(fields);
      if (fields.topic !== '') await tryTopic(probe, session, fields);
    });
  });
}

async function tryTopic(probe: Probe, session: MqttSession, fields: MqttFields): Promise<void> {
  const { watch } = probe;
  const { topic, message, expect } = fields;
  if (message !== '' && /[+#]/u.test(topic)) {
    throw new FailureError(mqttFailure('mqtt.topicRefused', { topic, reason: 'wildcard' }));
  }
  watch.enter('subscribe');
  await session.subscribe(topic);
  if (message === '' && expect === '' && !probe.wanted.has('BODY')) return;
  watch.enter('message');
  const came = await receiveMessage(probe, fields, {
    publish: () => session.publish(topic, message),
    receive: () => session.receive(),
  });
  probe.details['topic'] = toSnippet(came.topic);
  probe.observed['TOPIC'] = came.topic;
}

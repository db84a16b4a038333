/** One check of an MQTT endpoint: sign in, subscribe, publish, wait for a message. */
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import { FailureError } from '../../../base/failure-error.ts';
import type { CheckContext, KindOutcome } from '../../kind.ts';
import { Conversation } from '../../net/conversation.ts';
import { cut } from '../../net/failures.ts';
import { openSocket } from '../../net/open-socket.ts';
import { conductCheck, toSnippet, type Probe } from '../../net/probe.ts';
import { mqttFailure } from './failures.ts';
import type { MqttFields } from './fields.ts';
import { MqttSession, type Message } from './session.ts';

/** Characters of the expected text that a failure quotes. */
const QUOTED = 80;

/** Runs one check, from the name to the message. */
export function run(fields: MqttFields & Pick<CommonConfig, 'timeout'>, context: CheckContext): Promise<KindOutcome> {
  return conductCheck(context, fields.timeout, async (probe) => {
    const socket = await openSocket(probe, fields);
    // A busy topic may have any number of messages before the one that is waited for.
    const session = new MqttSession(new Conversation(probe, socket, { maxBytes: Infinity }), fields.version);
    try {
      probe.watch.enter('signIn');
      await session.connect(fields);
      if (fields.topic !== '') await useTopic(probe, session, fields);
      probe.watch.pause();
      session.leave();
      return null;
    } catch (error) {
      session.close();
      throw error;
    }
  });
}

async function useTopic(probe: Probe, session: MqttSession, fields: MqttFields): Promise<void> {
  const { watch } = probe;
  const { topic, message, expect } = fields;
  if (message !== '' && /[+#]/u.test(topic)) {
    throw new FailureError(mqttFailure('mqtt.topicRefused', { topic, reason: 'wildcard' }));
  }
  watch.enter('subscribe');
  await session.subscribe(topic);
  if (message === '' && expect === '' && !probe.wanted.has('BODY')) return;
  watch.enter('message');
  const sentAt = performance.now();
  if (message !== '') session.publish(topic, message);
  const came = await waitFor(
    probe,
    session,
    (one) =>
      // What was published earlier and is kept by the broker is not the answer to what was published now.
      message === '' ? one.text.includes(expect) : !one.isRetained && one.text === message,
    fields,
  );
  if (message !== '') probe.metrics['roundTrip'] = Math.round((performance.now() - sentAt) * 1000) / 1000;
  // An answer to the message may be expected besides the message itself.
  if (message === '' || expect === '' || came.text.includes(expect)) note(probe, came);
  else note(probe, await waitFor(probe, session, ({ text }) => text.includes(expect), fields));
}

async function waitFor(
  probe: Probe,
  session: MqttSession,
  isWanted: (message: Message) => boolean,
  { message, expect }: MqttFields,
): Promise<Message> {
  let readBytes = 0;
  const expected = cut(expect === '' ? message : expect, QUOTED);
  for (;;) {
    if (expected !== '') probe.underWay = { readBytes, expected };
    const came = await session.receive();
    if (isWanted(came)) return came;
    readBytes += Buffer.byteLength(came.text);
  }
}

function note({ details, observed }: Probe, { topic, text }: Message): void {
  details['topic'] = toSnippet(topic);
  details['message'] = toSnippet(text);
  observed['TOPIC'] = topic;
  observed['BODY'] = text;
}

/** One check of an AMQP endpoint: sign in, look at a queue, publish, wait for a message. */
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import type { CheckContext, KindOutcome } from '../../kind.ts';
import { Conversation } from '../../net/connect/conversation.ts';
import { receiveMessage } from '../../net/services/message.ts';
import { openSocket } from '../../net/connect/open-socket.ts';
import { conductCheck, type Probe } from '../../net/probe/probe.ts';
import type { AmqpFields } from './fields.ts';
import { AmqpSession } from './session.ts';
import { talkAndLeave } from '../../net/services/session.ts';

/** The user that a broker has by default. */
const GUEST = 'guest';

/** Runs one check, from the name to the message. */
export function run(fields: AmqpFields & Pick<CommonConfig, 'timeout'>, context: CheckContext): Promise<KindOutcome> {
  return conductCheck(context, fields.timeout, async (probe) => {
    const socket = await openSocket(probe, fields);
    // A busy exchange may deliver any number of messages before the expected one.
    const session = new AmqpSession(new Conversation(probe, socket, { maxBytes: Infinity }));
    return talkAndLeave(probe, session, async () => {
      probe.watch.enter('signIn');
      const { username, password, virtualHost } = fields;
      await session.open(
        ...(username === '' ? ([GUEST, GUEST] as const) : ([username, password] as const)),
        virtualHost,
      );
      await talk(probe, session, fields);
    });
  });
}

async function talk(probe: Probe, session: AmqpSession, fields: AmqpFields): Promise<void> {
  const { watch, metrics, wanted } = probe;
  const { queue, exchange, topic, message, expect } = fields;
  if (queue !== '') {
    watch.enter('queue');
    const { messages, consumers } = await session.look(queue);
    Object.assign(metrics, { messages, consumers });
  }
  if (message === '' && expect === '' && !(exchange !== '' && wanted.has('BODY'))) return;
  watch.enter('message');
  const own = await session.receiveFrom(exchange, topic);
  await receiveMessage(probe, fields, {
    publish: () => session.publish(exchange, exchange === '' ? own : topic, message),
    receive: async () => ({ text: await session.receive() }),
  });
}

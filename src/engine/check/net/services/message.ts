/** Publishes a message to a broker and waits for it or for another one, for all kinds of brokers. */
import { cut } from '../../../base/cut.ts';
import { toSnippet, type Probe } from '../probe/probe.ts';

/** Characters of the expected text that a failure quotes. */
const QUOTED = 80;

export interface BrokerMessage {
  readonly text: string;
  /** Whether the broker had it before the check asked for messages. */
  readonly isOld?: boolean;
}

export interface Broker<Message extends BrokerMessage> {
  publish(): void;
  receive(): Promise<Message>;
  /** Removes our own message from the broker, where it would stay otherwise. */
  accept?(message: Message): void;
}

/**
 * Publishes `message`, if there is one, and waits until it comes back; and then for a message that contains `expect`,
 * if that one does not. Without both, the first message counts. Adds the metric `roundTrip`, the detail `message` and
 * `[BODY]`.
 * @returns the message that was waited for last
 */
export async function receiveMessage<Message extends BrokerMessage>(
  probe: Probe,
  { message, expect }: { readonly message: string; readonly expect: string },
  broker: Broker<Message>,
): Promise<Message> {
  const { details, metrics, observed } = probe;
  let readBytes = 0;
  const receive = async (expected: string, isWanted: (one: Message) => boolean): Promise<Message> => {
    for (;;) {
      if (expected !== '') probe.underWay = { readBytes, expected: cut(expected, QUOTED) };
      const came = await broker.receive();
      if (isWanted(came)) return came;
      readBytes += Buffer.byteLength(came.text);
    }
  };

  let came: Message | undefined;
  if (message !== '') {
    const sentAt = performance.now();
    broker.publish();
    came = await receive(message, (one) => one.isOld !== true && one.text === message);
    broker.accept?.(came);
    metrics['roundTrip'] = Math.round((performance.now() - sentAt) * 1000) / 1000;
  }
  if (came === undefined || !came.text.includes(expect))
    came = await receive(expect, ({ text }) => text.includes(expect));
  details['message'] = toSnippet(came.text);
  observed['BODY'] = came.text;
  return came;
}

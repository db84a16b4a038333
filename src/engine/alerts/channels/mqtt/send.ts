import { connectAsync } from 'mqtt';
import type { ChannelSender } from '../../channel-kind.ts';
import { alertJson } from '../../alert-json.ts';
import type { MqttChannelFields } from './descriptor.ts';

export const sender: ChannelSender<MqttChannelFields> = {
  async send({ url, topic, username, password, retain }, message, { signal }) {
    const client = await connectAsync(
      url,
      {
        protocolVersion: 5,
        // The outbox decides when to try again.
        reconnectPeriod: 0,
        connectTimeout: 10_000,
        ...(username === '' ? {} : { username, password }),
      },
      false,
    );
    const end = (): void => void client.end(true);
    signal.addEventListener('abort', end, { once: true });
    try {
      signal.throwIfAborted();
      // QoS 1: resolves when the broker has the message.
      await client.publishAsync(topic, JSON.stringify(alertJson(message)), { qos: 1, retain });
      return { outcome: 'delivered', answer: 'PUBACK' };
    } finally {
      signal.removeEventListener('abort', end);
      await client.endAsync(signal.aborted);
    }
  },
};

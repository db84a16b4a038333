import { z } from 'zod';
import { accepts } from '../../../base/accepts.ts';
import { toggleSchema } from '../../../check/common.ts';
import { STAND_IN } from '../../../check/secret-fields.ts';
import { optionalField, optionalText, requiredText, secretField, textField } from '../../channel-fields.ts';
import { defineChannel } from '../../define-channel.ts';

const PROTOCOLS = ['mqtt:', 'mqtts:', 'ws:', 'wss:'];

export interface MqttChannelFields {
  readonly url: string;
  readonly topic: string;
  readonly username: string;
  readonly password: string;
  readonly retain: boolean;
}

/** A message in a topic of an MQTT broker (MQTT 5). */
export const mqtt = defineChannel<MqttChannelFields>({
  kind: 'mqtt',
  title: 'MQTT',
  description: 'A message with the alert as JSON, to a topic of your MQTT broker.',
  category: 'system',
  schema: () =>
    z.object({
      url: accepts(
        'urlOf',
        { options: PROTOCOLS.map((protocol) => `${protocol}//`) },
        z
          .string()
          .trim()
          .max(2_000)
          .refine((text) => text === STAND_IN || PROTOCOLS.includes(URL.parse(text)?.protocol ?? '')),
      ),
      topic: requiredText(1_000),
      username: optionalText(500),
      password: optionalText(),
      retain: toggleSchema().default(false),
    }),
  form: [
    // It may have a user name and a password.
    secretField('url', 'Broker', {
      placeholder: 'mqtt://broker.example.org:1883',
      help: 'Starts with mqtt, mqtts, ws or wss.',
    }),
    textField('topic', 'Topic', { placeholder: 'lookout/alerts' }),
    optionalField('username', 'Username'),
    optionalField('password', 'Password', { secret: true }),
    {
      name: 'retain',
      label: 'Retain',
      type: 'toggle',
      section: 'request',
      advanced: true,
      default: false,
      help: 'The broker keeps the last message for later subscribers.',
    },
  ],
  example: { url: 'mqtt://127.0.0.1:1883', topic: 'lookout/alerts' },
  load: () => import('./send.ts'),
});

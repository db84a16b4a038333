import { z } from 'zod';
import {
  optionalField,
  optionalText,
  requiredText,
  secretField,
  serverField,
  serverUrl,
  textField,
} from '../../channel-fields.ts';
import { defineChannel } from '../../define-channel.ts';

export interface TelegramFields {
  readonly token: string;
  readonly chat: string;
  /** Empty: none. */
  readonly topic: string;
  /** Without a slash at its end. */
  readonly server: string;
}

/** Telegram, through a bot (https://core.telegram.org/bots/api#sendmessage). */
export const telegram = defineChannel<TelegramFields>({
  kind: 'telegram',
  title: 'Telegram',
  description: 'A message of your Telegram bot in a chat, group or channel.',
  category: 'chat',
  schema: () =>
    z.object({
      token: requiredText(),
      chat: requiredText(500),
      topic: optionalText(500),
      server: serverUrl('https://api.telegram.org'),
    }),
  form: [
    secretField('token', 'Bot token', { help: 'From @BotFather, such as 123456:ABC-DEF.' }),
    textField('chat', 'Chat ID', {
      help: 'The ID of a person, a group or a channel, such as -1001234567890 or @channel.',
    }),
    optionalField('topic', 'Topic ID', { help: 'In a group with topics, the number of the topic.', advanced: true }),
    serverField({ default: 'https://api.telegram.org', advanced: true, help: 'The address of the service.' }),
  ],
  example: { token: '123456:ABC-DEF', chat: '-1001234567890' },
  load: () => import('./send.ts'),
});

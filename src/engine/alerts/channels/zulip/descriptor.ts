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

export interface ZulipFields {
  /** Without a slash at its end. */
  readonly server: string;
  readonly email: string;
  readonly apiKey: string;
  readonly channel: string;
  readonly topic: string;
}

/** Zulip (https://zulip.com/api/send-message). */
export const zulip = defineChannel<ZulipFields>({
  kind: 'zulip',
  title: 'Zulip',
  description: 'A message in a Zulip channel.',
  category: 'chat',
  schema: () =>
    z.object({
      server: serverUrl(),
      email: requiredText(500),
      apiKey: requiredText(),
      channel: requiredText(500),
      topic: optionalText(60).default('Lookout'),
    }),
  form: [
    serverField({ placeholder: 'https://example.zulipchat.com' }),
    textField('email', 'Bot email', { help: 'The address of the bot that writes.' }),
    secretField('apiKey', 'API key', { help: 'The key of the bot.' }),
    textField('channel', 'Channel', { help: 'The name of the channel.' }),
    optionalField('topic', 'Topic', { default: 'Lookout', advanced: true }),
  ],
  example: {
    server: 'https://example.zulipchat.com',
    email: 'lookout-bot@example.zulipchat.com',
    apiKey: 'XXXX',
    channel: 'alerts',
  },
  load: () => import('./send.ts'),
});

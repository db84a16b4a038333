import { z } from 'zod';
import { acceptsHttpUrl, optionalField, optionalText, webhookUrlField } from '../../channel-fields.ts';
import { defineChannel } from '../../define-channel.ts';

export interface DiscordFields {
  readonly url: string;
  /** Empty: the name of the webhook. */
  readonly username: string;
}

/** Discord, through a webhook (https://discord.com/developers/docs/resources/webhook#execute-webhook). */
export const discord = defineChannel<DiscordFields>({
  kind: 'discord',
  title: 'Discord',
  description: 'A message in a Discord channel, through a webhook.',
  category: 'chat',
  schema: () => z.object({ url: acceptsHttpUrl(), username: optionalText(500) }),
  form: [
    webhookUrlField(
      'https://discord.com/api/webhooks/…',
      'From the settings of the channel, under Integrations, Webhooks.',
    ),
    optionalField('username', 'Sender name', { help: 'Shown instead of the name of the webhook.', advanced: true }),
  ],
  example: { url: 'https://discord.com/api/webhooks/0123/XXXX' },
  load: () => import('./send.ts'),
});

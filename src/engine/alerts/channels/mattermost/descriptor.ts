import { z } from 'zod';
import type { AttachmentFields } from '../../attachment-sender.ts';
import { acceptsHttpUrl, optionalField, optionalText, webhookUrlField } from '../../channel-fields.ts';
import { defineChannel } from '../../define-channel.ts';

/** Mattermost, through an incoming webhook (https://developers.mattermost.com/integrate/webhooks/incoming/). */
export const mattermost = defineChannel<AttachmentFields>({
  kind: 'mattermost',
  title: 'Mattermost',
  description: 'A message in a Mattermost channel, through an incoming webhook.',
  category: 'chat',
  schema: () => z.object({ url: acceptsHttpUrl(), channel: optionalText(500) }),
  form: [
    webhookUrlField('https://mattermost.example.org/hooks/…', 'From Integrations, Incoming Webhooks.'),
    optionalField('channel', 'Channel', {
      help: 'A channel other than that of the webhook, such as town-square or @user.',
      advanced: true,
    }),
  ],
  example: { url: 'https://mattermost.example.org/hooks/XXXX' },
  load: () => import('./send.ts'),
});

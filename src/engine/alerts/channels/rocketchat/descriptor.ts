import { z } from 'zod';
import type { AttachmentFields } from '../../attachment-sender.ts';
import { acceptsHttpUrl, optionalField, optionalText, webhookUrlField } from '../../channel-fields.ts';
import { defineChannel } from '../../define-channel.ts';

/** Rocket.Chat, through an incoming webhook (https://docs.rocket.chat/docs/integrations). */
export const rocketchat = defineChannel<AttachmentFields>({
  kind: 'rocketchat',
  title: 'Rocket.Chat',
  description: 'A message in a Rocket.Chat room, through an incoming webhook.',
  category: 'chat',
  schema: () => z.object({ url: acceptsHttpUrl(), channel: optionalText(500) }),
  form: [
    webhookUrlField('https://chat.example.org/hooks/…', 'From Administration, Workspace, Integrations.'),
    optionalField('channel', 'Room', {
      help: 'A room other than that of the webhook, such as #general or @user.',
      advanced: true,
    }),
  ],
  example: { url: 'https://chat.example.org/hooks/XXXX/YYYY' },
  load: () => import('./send.ts'),
});

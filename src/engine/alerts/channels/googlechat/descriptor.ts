import { z } from 'zod';
import { acceptsHttpUrl, webhookUrlField } from '../../channel-fields.ts';
import { defineChannel } from '../../define-channel.ts';

export interface GooglechatFields {
  readonly url: string;
}

/** Google Chat, through a webhook (https://developers.google.com/workspace/chat/quickstart/webhooks). */
export const googlechat = defineChannel<GooglechatFields>({
  kind: 'googlechat',
  title: 'Google Chat',
  description: 'A card in a Google Chat space, through a webhook.',
  category: 'chat',
  schema: () => z.object({ url: acceptsHttpUrl() }),
  form: [webhookUrlField('https://chat.googleapis.com/v1/spaces/…', 'From the space, under Apps and integrations.')],
  example: { url: 'https://chat.googleapis.com/v1/spaces/AAAA/messages?key=K&token=T' },
  load: () => import('./send.ts'),
});

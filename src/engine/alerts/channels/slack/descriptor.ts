import { z } from 'zod';
import { acceptsHttpUrl, webhookUrlField } from '../../channel-fields.ts';
import { defineChannel } from '../../define-channel.ts';

export interface SlackFields {
  readonly url: string;
}

/** Slack, through an incoming webhook (https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks). */
export const slack = defineChannel<SlackFields>({
  kind: 'slack',
  title: 'Slack',
  description: 'A message in a Slack channel, through an incoming webhook.',
  category: 'chat',
  schema: () => z.object({ url: acceptsHttpUrl() }),
  form: [
    webhookUrlField('https://hooks.slack.com/services/…', 'From an app of your workspace, under Incoming Webhooks.'),
  ],
  example: { url: 'https://hooks.slack.com/services/T000/B000/XXXX' },
  load: () => import('./send.ts'),
});

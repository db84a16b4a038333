import { z } from 'zod';
import { acceptsHttpUrl, webhookUrlField } from '../../channel-fields.ts';
import { defineChannel } from '../../define-channel.ts';

export interface TeamsFields {
  readonly url: string;
}

/** Microsoft Teams, through a workflow of Power Automate that posts an Adaptive Card (https://adaptivecards.io/explorer/). */
export const teams = defineChannel<TeamsFields>({
  kind: 'teams',
  title: 'Microsoft Teams',
  description: 'A card in a Teams channel or chat, through a workflow.',
  category: 'chat',
  schema: () => z.object({ url: acceptsHttpUrl() }),
  form: [
    webhookUrlField(
      'https://….logic.azure.com/workflows/…',
      'From the Workflows app: “Send webhook alerts to a channel”.',
    ),
  ],
  example: { url: 'https://example.logic.azure.com/workflows/0123/triggers/manual/paths/invoke' },
  load: () => import('./send.ts'),
});

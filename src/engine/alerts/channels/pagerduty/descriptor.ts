import { z } from 'zod';
import { requiredText, secretField, serverField, serverUrl } from '../../channel-fields.ts';
import { defineChannel } from '../../define-channel.ts';

export interface PagerdutyFields {
  readonly routingKey: string;
  /** Without a slash at its end. */
  readonly server: string;
}

/** PagerDuty, Events API v2 (https://developer.pagerduty.com/docs/events-api-v2-overview). */
export const pagerduty = defineChannel<PagerdutyFields>({
  kind: 'pagerduty',
  title: 'PagerDuty',
  description: 'An incident in PagerDuty that is resolved when the alert ends.',
  category: 'onCall',
  keepsOpen: true,
  schema: () => z.object({ routingKey: requiredText(), server: serverUrl('https://events.pagerduty.com') }),
  form: [
    secretField('routingKey', 'Integration key', { help: 'From a service with the integration “Events API v2”.' }),
    serverField({
      default: 'https://events.pagerduty.com',
      advanced: true,
      help: 'For accounts in Europe: https://events.eu.pagerduty.com.',
    }),
  ],
  example: { routingKey: 'R0123' },
  load: () => import('./send.ts'),
});

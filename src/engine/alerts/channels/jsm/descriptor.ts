import { z } from 'zod';
import { requiredText, secretField, serverField, serverUrl } from '../../channel-fields.ts';
import { defineChannel } from '../../define-channel.ts';

export interface JsmFields {
  readonly apiKey: string;
  /** Without a slash at its end. */
  readonly server: string;
}

/** Alerts of Jira Service Management (https://developer.atlassian.com/cloud/jira/service-desk-ops/). */
export const jsm = defineChannel<JsmFields>({
  kind: 'jsm',
  title: 'Jira Service Management',
  description: 'An alert in Jira Service Management that is closed when the alert ends.',
  category: 'onCall',
  keepsOpen: true,
  schema: () =>
    z.object({ apiKey: requiredText(), server: serverUrl('https://api.atlassian.com/jsm/ops/integration') }),
  form: [
    secretField('apiKey', 'API key', { help: 'The key of an API integration of your team.' }),
    serverField({
      default: 'https://api.atlassian.com/jsm/ops/integration',
      advanced: true,
      help: 'The address of the service.',
    }),
  ],
  example: { apiKey: 'XXXX' },
  load: () => import('./send.ts'),
});

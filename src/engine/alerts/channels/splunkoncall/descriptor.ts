import { z } from 'zod';
import { requiredText, secretField, serverField, serverUrl, textField } from '../../channel-fields.ts';
import { defineChannel } from '../../define-channel.ts';

export interface SplunkoncallFields {
  readonly apiKey: string;
  readonly routingKey: string;
  /** Without a slash at its end. */
  readonly server: string;
}

/** Splunk On-Call, REST endpoint (https://help.victorops.com/knowledge-base/rest-endpoint-integration-guide/). */
export const splunkOnCall = defineChannel<SplunkoncallFields>({
  kind: 'splunkoncall',
  title: 'Splunk On-Call',
  description: 'An incident in Splunk On-Call (VictorOps) that is resolved when the alert ends.',
  category: 'onCall',
  keepsOpen: true,
  schema: () =>
    z.object({
      apiKey: requiredText(),
      routingKey: requiredText(500),
      server: serverUrl('https://alert.victorops.com'),
    }),
  form: [
    secretField('apiKey', 'API key', { help: 'The key of the REST integration.' }),
    textField('routingKey', 'Routing key', { help: 'The team that is paged.' }),
    serverField({ default: 'https://alert.victorops.com', advanced: true, help: 'The address of the service.' }),
  ],
  example: { apiKey: 'XXXX', routingKey: 'database' },
  load: () => import('./send.ts'),
});

import { z } from 'zod';
import { optionalField, optionalText, serverField, serverUrl } from '../../channel-fields.ts';
import { defineChannel } from '../../define-channel.ts';

export interface AlertmanagerFields {
  /** Without a slash at its end. */
  readonly server: string;
  /** Empty: none. */
  readonly username: string;
  readonly password: string;
}

/** Alertmanager, API v2 (https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml). */
export const alertmanager = defineChannel<AlertmanagerFields>({
  kind: 'alertmanager',
  title: 'Alertmanager',
  description: 'Alerts in the Alertmanager of Prometheus, which groups and routes them.',
  category: 'onCall',
  keepsOpen: true,
  schema: () => z.object({ server: serverUrl(), username: optionalText(500), password: optionalText(4_000) }),
  form: [
    serverField({ placeholder: 'http://127.0.0.1:9093' }),
    optionalField('username', 'Username', { help: 'For Basic authentication.', advanced: true }),
    optionalField('password', 'Password', { help: 'For Basic authentication.', advanced: true, secret: true }),
  ],
  example: { server: 'http://127.0.0.1:9093' },
  load: () => import('./send.ts'),
});

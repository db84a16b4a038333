import { z } from 'zod';
import {
  optionalField,
  optionalText,
  requiredText,
  secretField,
  serverField,
  serverUrl,
} from '../../channel-fields.ts';
import { defineChannel } from '../../define-channel.ts';

export interface PushoverFields {
  readonly token: string;
  readonly user: string;
  /** Empty: all devices. */
  readonly device: string;
  /** Without a slash at its end. */
  readonly server: string;
}

/** Pushover (https://pushover.net/api). */
export const pushover = defineChannel<PushoverFields>({
  kind: 'pushover',
  title: 'Pushover',
  description: 'A push message through Pushover.',
  category: 'push',
  schema: () =>
    z.object({
      token: requiredText(),
      user: requiredText(),
      device: optionalText(500),
      server: serverUrl('https://api.pushover.net'),
    }),
  form: [
    secretField('token', 'API token', { help: 'The token of your application, from the dashboard of Pushover.' }),
    secretField('user', 'User or group key', { help: 'The key of the person or group to notify.' }),
    optionalField('device', 'Device', {
      help: 'Only this device gets the messages. If empty, all devices do.',
      advanced: true,
    }),
    serverField({ default: 'https://api.pushover.net', advanced: true, help: 'The address of the service.' }),
  ],
  example: { token: 'azGD', user: 'uQiR' },
  load: () => import('./send.ts'),
});

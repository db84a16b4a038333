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

export interface PushbulletFields {
  readonly token: string;
  /** Empty: all devices. */
  readonly device: string;
  /** Without a slash at its end. */
  readonly server: string;
}

/** Pushbullet (https://docs.pushbullet.com/#create-push). */
export const pushbullet = defineChannel<PushbulletFields>({
  kind: 'pushbullet',
  title: 'Pushbullet',
  description: 'A push message through Pushbullet.',
  category: 'push',
  schema: () =>
    z.object({ token: requiredText(), device: optionalText(500), server: serverUrl('https://api.pushbullet.com') }),
  form: [
    secretField('token', 'Access token', { help: 'From Settings, Account.' }),
    optionalField('device', 'Device ID', {
      help: 'Only this device gets the messages. If empty, all devices do.',
      advanced: true,
    }),
    serverField({ default: 'https://api.pushbullet.com', advanced: true, help: 'The address of the service.' }),
  ],
  example: { token: 'o.XXXX' },
  load: () => import('./send.ts'),
});

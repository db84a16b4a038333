import { z } from 'zod';
import { requiredText, secretField, serverField, serverUrl } from '../../channel-fields.ts';
import { defineChannel } from '../../define-channel.ts';

export interface BarkFields {
  readonly deviceKey: string;
  /** Without a slash at its end. */
  readonly server: string;
}

/** Bark (https://bark.day.app/#/en-us/tutorial). */
export const bark = defineChannel<BarkFields>({
  kind: 'bark',
  title: 'Bark',
  description: 'A push message to an iPhone through Bark.',
  category: 'push',
  schema: () => z.object({ deviceKey: requiredText(), server: serverUrl('https://api.day.app') }),
  form: [
    secretField('deviceKey', 'Device key', { help: 'From the address that the app shows.' }),
    serverField({ default: 'https://api.day.app', advanced: true, help: 'The address of the service.' }),
  ],
  example: { deviceKey: 'XXXX' },
  load: () => import('./send.ts'),
});

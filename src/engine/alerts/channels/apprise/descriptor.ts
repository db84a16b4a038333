import { z } from 'zod';
import { optionalField, optionalText, serverField, serverUrl } from '../../channel-fields.ts';
import { defineChannel } from '../../define-channel.ts';

export interface AppriseFields {
  /** Without a slash at its end. */
  readonly server: string;
  /** Empty: `urls` are used. */
  readonly key: string;
  readonly urls: string;
  /** Empty: all. */
  readonly tag: string;
}

/** Apprise, through its API server (https://github.com/caronc/apprise-api). */
export const apprise = defineChannel<AppriseFields>({
  kind: 'apprise',
  title: 'Apprise',
  description: 'A message through any service that your Apprise API server supports.',
  category: 'system',
  schema: () =>
    z.object({ server: serverUrl(), key: optionalText(500), urls: optionalText(4_000), tag: optionalText(500) }),
  form: [
    serverField({ placeholder: 'http://127.0.0.1:8000', help: 'The address of the Apprise API server.' }),
    optionalField('key', 'Configuration key', { help: 'A configuration stored on the server.' }),
    optionalField('urls', 'Apprise URLs', {
      help: 'Where to send, such as mailto://… or tgram://…, separated by commas. Used if there is no configuration key.',
      secret: true,
    }),
    optionalField('tag', 'Tags', {
      help: 'Only the services of the configuration with one of these tags.',
      advanced: true,
    }),
  ],
  example: { server: 'http://127.0.0.1:8000', key: 'lookout' },
  load: () => import('./send.ts'),
});

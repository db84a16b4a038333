import { z } from 'zod';
import { optionalField, optionalText, requiredText, serverField, serverUrl, textField } from '../../channel-fields.ts';
import { defineChannel } from '../../define-channel.ts';

export interface NtfyFields {
  readonly topic: string;
  /** Without a slash at its end. */
  readonly server: string;
  /** Empty: none. */
  readonly token: string;
}

/** ntfy (https://docs.ntfy.sh/publish/#publish-as-json). */
export const ntfy = defineChannel<NtfyFields>({
  kind: 'ntfy',
  title: 'ntfy',
  description: 'A push message through ntfy.sh or your own ntfy server.',
  category: 'push',
  schema: () =>
    z.object({ topic: requiredText(500), server: serverUrl('https://ntfy.sh'), token: optionalText(4_000) }),
  form: [
    textField('topic', 'Topic', {
      help: 'The name to which your devices are subscribed. Anyone who knows it can read the messages.',
    }),
    serverField({ default: 'https://ntfy.sh', advanced: true, help: 'ntfy.sh, or your own server.' }),
    optionalField('token', 'Access token', { help: 'For topics that need one.', advanced: true, secret: true }),
  ],
  example: { topic: 'my-alerts' },
  load: () => import('./send.ts'),
});

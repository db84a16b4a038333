import { z } from 'zod';
import { requiredText, secretField, serverField, serverUrl } from '../../channel-fields.ts';
import { defineChannel } from '../../define-channel.ts';

export interface GotifyFields {
  /** Without a slash at its end. */
  readonly server: string;
  readonly token: string;
}

/** Gotify (https://gotify.net/docs/pushmsg). */
export const gotify = defineChannel<GotifyFields>({
  kind: 'gotify',
  title: 'Gotify',
  description: 'A push message through your Gotify server.',
  category: 'push',
  schema: () => z.object({ server: serverUrl(), token: requiredText() }),
  form: [
    serverField({ placeholder: 'https://gotify.example.org' }),
    secretField('token', 'App token', { help: 'The token of the application that sends, from Apps.' }),
  ],
  example: { server: 'https://gotify.example.org', token: 'AXXXX' },
  load: () => import('./send.ts'),
});

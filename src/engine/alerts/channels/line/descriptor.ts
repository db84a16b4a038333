import { z } from 'zod';
import { requiredText, secretField, serverField, serverUrl, textField } from '../../channel-fields.ts';
import { defineChannel } from '../../define-channel.ts';

export interface LineFields {
  readonly token: string;
  readonly to: string;
  /** Without a slash at its end. */
  readonly server: string;
}

/** LINE, Messaging API (https://developers.line.biz/en/reference/messaging-api/#send-push-message). */
export const line = defineChannel<LineFields>({
  kind: 'line',
  title: 'LINE',
  description: 'A LINE message of your official account.',
  category: 'chat',
  schema: () => z.object({ token: requiredText(), to: requiredText(500), server: serverUrl('https://api.line.me') }),
  form: [
    secretField('token', 'Channel access token', { help: 'The token of the Messaging API channel.' }),
    textField('to', 'Recipient ID', { help: 'The ID of a user, group or room (U…, C… or R…).' }),
    serverField({ default: 'https://api.line.me', advanced: true, help: 'The address of the service.' }),
  ],
  example: { token: 'XXXX', to: 'U0123' },
  load: () => import('./send.ts'),
});

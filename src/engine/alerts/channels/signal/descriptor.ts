import { z } from 'zod';
import { requiredText, serverField, serverUrl, textField } from '../../channel-fields.ts';
import { defineChannel } from '../../define-channel.ts';

export interface SignalFields {
  /** Without a slash at its end. */
  readonly server: string;
  readonly number: string;
  readonly recipient: string;
}

/** Signal, through https://github.com/bbernhard/signal-cli-rest-api. */
export const signal = defineChannel<SignalFields>({
  kind: 'signal',
  title: 'Signal',
  description: 'A Signal message, through your own signal-cli REST API.',
  category: 'chat',
  schema: () => z.object({ server: serverUrl(), number: requiredText(500), recipient: requiredText(500) }),
  form: [
    serverField({ placeholder: 'http://127.0.0.1:8080', help: 'The address of signal-cli-rest-api.' }),
    textField('number', 'Sender', { help: 'The number that is registered there, such as +4915112345678.' }),
    textField('recipient', 'Recipient', {
      help: 'A number such as +4915112345678, a user name, or the ID of a group (group.…).',
    }),
  ],
  example: { server: 'http://127.0.0.1:8080', number: '+4915112345678', recipient: '+4915187654321' },
  load: () => import('./send.ts'),
});

import { z } from 'zod';
import { requiredText, secretField, serverField, serverUrl, textField } from '../../channel-fields.ts';
import { defineChannel } from '../../define-channel.ts';

export interface TwilioFields {
  readonly account: string;
  readonly token: string;
  readonly from: string;
  readonly to: string;
  /** Without a slash at its end. */
  readonly server: string;
}

/** SMS by Twilio (https://www.twilio.com/docs/messaging/api/message-resource). */
export const twilio = defineChannel<TwilioFields>({
  kind: 'twilio',
  title: 'Twilio SMS',
  description: 'A text message to a phone, through Twilio.',
  category: 'direct',
  schema: () =>
    z.object({
      account: requiredText(500),
      token: requiredText(),
      from: requiredText(500),
      to: requiredText(500),
      server: serverUrl('https://api.twilio.com'),
    }),
  form: [
    textField('account', 'Account SID', { help: 'From the console, such as AC0123.' }),
    secretField('token', 'Auth token', { help: 'From the console.' }),
    textField('from', 'From', {
      help: 'Your Twilio number, such as +15551234567, or the SID of a messaging service (MG…).',
    }),
    textField('to', 'To', { help: 'A phone number such as +4915112345678.' }),
    serverField({ default: 'https://api.twilio.com', advanced: true, help: 'The address of the service.' }),
  ],
  example: { account: 'AC0123', token: 'XXXX', from: '+15551234567', to: '+4915112345678' },
  load: () => import('./send.ts'),
});

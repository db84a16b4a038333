import { z } from 'zod';
import {
  optionalField,
  optionalText,
  requiredText,
  secretField,
  serverField,
  serverUrl,
  textField,
} from '../../channel-fields.ts';
import { defineChannel } from '../../define-channel.ts';

export interface WhatsappFields {
  readonly token: string;
  readonly phoneNumberId: string;
  readonly to: string;
  /** Empty: plain text. */
  readonly template: string;
  readonly language: string;
  /** Without a slash at its end. */
  readonly server: string;
}

/** WhatsApp, through the Cloud API (https://developers.facebook.com/docs/whatsapp/cloud-api/guides/send-messages). */
export const whatsapp = defineChannel<WhatsappFields>({
  kind: 'whatsapp',
  title: 'WhatsApp',
  description: 'A WhatsApp message, through the Cloud API of Meta.',
  category: 'chat',
  schema: () =>
    z.object({
      token: requiredText(),
      phoneNumberId: requiredText(500),
      to: requiredText(500),
      template: optionalText(500),
      language: optionalText(20).default('en'),
      server: serverUrl('https://graph.facebook.com'),
    }),
  form: [
    secretField('token', 'Access token', {
      help: 'The token of a system user with the permission whatsapp_business_messaging.',
    }),
    textField('phoneNumberId', 'Phone number ID', {
      help: 'The ID of the number that sends, from the dashboard of your app.',
    }),
    textField('to', 'Recipient', { help: 'A number with country code, such as 4915112345678.' }),
    optionalField('template', 'Template', {
      help: 'The name of an approved template with two variables: title and text. Without it, messages arrive only within 24 hours after the recipient wrote to you.',
    }),
    optionalField('language', 'Language of the template', { default: 'en', advanced: true }),
    serverField({ default: 'https://graph.facebook.com', advanced: true, help: 'The address of the service.' }),
  ],
  example: { token: 'EAAG', phoneNumberId: '1234567890', to: '4915112345678', template: 'lookout_alert' },
  load: () => import('./send.ts'),
});

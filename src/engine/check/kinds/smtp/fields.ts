/** The fields of an SMTP endpoint: their schemas and their form fields. */
import { z } from 'zod';
import type { FormField } from '../../../../contract/descriptor.ts';
import { toggleSchema } from '../../common.ts';
import { passwordField, passwordSchema, usernameField, usernameSchema } from '../../fields/credentials.ts';
import { familyField, familySchema } from '../../fields/family.ts';
import { hostField, hostSchema, portField, portSchema } from '../../fields/host.ts';
import { optionalMailAddressSchema } from '../../fields/mail-address.ts';
import { tlsFields, tlsSchemas } from '../../fields/tls.ts';
import { lazily } from '../../fields/lazily.ts';

const MODES = ['off', 'starttls', 'on'] as const;

export const smtpSchema = lazily(() =>
  z.object({
    host: hostSchema(),
    port: portSchema().default(25),
    ...tlsSchemas(MODES, 'starttls'),
    username: usernameSchema(),
    password: passwordSchema(),
    from: optionalMailAddressSchema(),
    to: optionalMailAddressSchema(),
    sendMail: toggleSchema().default(false),
    family: familySchema(),
  }),
);

export type SmtpFields = z.output<typeof smtpSchema>;

export const smtpForm: readonly FormField[] = [
  hostField('mail.example.org'),
  portField(25),
  ...tlsFields(MODES, 'starttls'),
  usernameField,
  passwordField,
  {
    name: 'to',
    label: 'Recipient',
    type: 'text',
    section: 'request',
    default: '',
    placeholder: 'probe@example.org',
    help: 'The check asks the server whether it accepts mail for this address. If empty, it does not ask.',
  },
  {
    name: 'from',
    label: 'Sender',
    type: 'text',
    section: 'request',
    advanced: true,
    default: '',
    placeholder: 'lookout@example.org',
    help: 'The address that the email comes from. If empty, the empty sender of automatic mail is used.',
  },
  {
    name: 'sendMail',
    label: 'Send an email',
    type: 'toggle',
    section: 'request',
    advanced: true,
    default: false,
    help: 'If on, each check sends a short email to the recipient. If off, it stops before the email itself.',
  },
  familyField,
];

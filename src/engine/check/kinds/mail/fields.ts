/** The fields of a mail round trip: their schemas and their form fields. */
import { z } from 'zod';
import type { FormField } from '../../../../contract/descriptor.ts';
import { accepts } from '../../../base/accepts.ts';
import { passwordField, passwordSchema, usernameField, usernameSchema } from '../../fields/credentials.ts';
import { familyField, familySchema } from '../../fields/family.ts';
import { hostField, hostSchema, optionalHostSchema, portField, portSchema } from '../../fields/host.ts';
import { mailAddressSchema, optionalMailAddressSchema } from '../../fields/mail-address.ts';
import { tlsFields, tlsSchemas } from '../../fields/tls.ts';
import { lazily } from '../../fields/lazily.ts';

const MODES = ['off', 'starttls', 'on'] as const;

export const mailSchema = lazily(() =>
  z.object({
    host: hostSchema(),
    port: portSchema().default(587),
    ...tlsSchemas(MODES, 'starttls'),
    username: usernameSchema(),
    password: passwordSchema(),
    to: mailAddressSchema(),
    from: optionalMailAddressSchema(),
    imapHost: optionalHostSchema(),
    imapPort: portSchema().default(993),
    imapTls: accepts('oneOf', { options: MODES }, z.enum(MODES)).default('on'),
    imapUsername: usernameSchema(),
    imapPassword: passwordSchema(),
    mailbox: accepts('textBetween', { min: 1, max: 500 }, z.string().min(1).max(500)).default('INBOX'),
    family: familySchema(),
  }),
);

export type MailFields = z.output<typeof mailSchema>;

/** The user name and the password for IMAP. */
export function imapCredentials(fields: MailFields): readonly [username: string, password: string] {
  const { username, password, imapUsername, imapPassword } = fields;
  return [imapUsername === '' ? username : imapUsername, imapPassword === '' ? password : imapPassword];
}

export const mailForm: readonly FormField[] = [
  {
    ...hostField('smtp.example.org'),
    label: 'SMTP server',
    help: 'The server that accepts the email: a name or an address.',
  },
  { ...portField(587), label: 'SMTP port' },
  {
    name: 'to',
    label: 'Recipient',
    type: 'text',
    section: 'target',
    required: true,
    placeholder: 'probe@example.org',
    help: 'The address to which the email is sent. The mailbox that is read must get it.',
  },
  ...tlsFields(MODES, 'starttls'),
  usernameField,
  passwordField,
  {
    name: 'from',
    label: 'Sender',
    type: 'text',
    section: 'request',
    default: '',
    placeholder: 'lookout@example.org',
    help: 'The address that the email comes from. If empty, it is the recipient.',
  },
  {
    name: 'imapHost',
    label: 'IMAP server',
    type: 'text',
    section: 'request',
    default: '',
    placeholder: 'imap.example.org',
    help: 'The server from which the email is read. If empty, it is the SMTP server.',
  },
  { ...portField(993), name: 'imapPort', label: 'IMAP port', section: 'request' },
  {
    name: 'imapTls',
    label: 'IMAP encryption',
    type: 'select',
    section: 'request',
    default: 'on',
    options: [
      { value: 'off', label: 'None' },
      { value: 'starttls', label: 'STARTTLS' },
      { value: 'on', label: 'TLS from the start' },
    ],
    help: 'Whether the connection to the IMAP server is encrypted.',
  },
  {
    ...usernameField,
    name: 'imapUsername',
    label: 'IMAP username',
    help: 'The user whose mailbox is read. If empty, it is the username above.',
  },
  {
    ...passwordField,
    name: 'imapPassword',
    label: 'IMAP password',
    help: 'Stored encrypted and never shown. If empty, it is the password above.',
  },
  {
    name: 'mailbox',
    label: 'Mailbox',
    type: 'text',
    section: 'request',
    advanced: true,
    default: 'INBOX',
    help: 'Where the email arrives. The check deletes its own email there.',
  },
  familyField,
];

/** The fields of an IMAP endpoint: their schemas and their form fields. */
import { z } from 'zod';
import type { FormField } from '../../../../contract/descriptor.ts';
import { textSchema } from '../../common.ts';
import { passwordField, passwordSchema, usernameField, usernameSchema } from '../../fields/credentials.ts';
import { familyField, familySchema } from '../../fields/family.ts';
import { hostField, hostSchema, portField, portSchema } from '../../fields/host.ts';
import { tlsFields, tlsSchemas } from '../../fields/tls.ts';
import { lazily } from '../../fields/lazily.ts';

const MODES = ['off', 'starttls', 'on'] as const;

export const imapSchema = lazily(() =>
  z.object({
    host: hostSchema(),
    port: portSchema().default(993),
    ...tlsSchemas(MODES, 'on'),
    username: usernameSchema(),
    password: passwordSchema(),
    mailbox: textSchema(500).default('INBOX'),
    family: familySchema(),
  }),
);

export type ImapFields = z.output<typeof imapSchema>;

export const imapForm: readonly FormField[] = [
  hostField('mail.example.org'),
  portField(993),
  ...tlsFields(MODES, 'on'),
  usernameField,
  passwordField,
  {
    name: 'mailbox',
    label: 'Mailbox',
    type: 'text',
    section: 'request',
    default: 'INBOX',
    help: 'After signing in, the check counts its emails. If empty, it does not.',
  },
  familyField,
];

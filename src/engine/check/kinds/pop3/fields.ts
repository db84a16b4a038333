/** The fields of a POP3 endpoint: their schemas and their form fields. */
import { z } from 'zod';
import type { FormField } from '../../../../contract/descriptor.ts';
import { passwordField, passwordSchema, usernameField, usernameSchema } from '../../fields/credentials.ts';
import { familyField, familySchema } from '../../fields/family.ts';
import { hostField, hostSchema, portField, portSchema } from '../../fields/host.ts';
import { tlsFields, tlsSchemas } from '../../fields/tls.ts';
import { lazily } from '../../fields/lazily.ts';

const MODES = ['off', 'starttls', 'on'] as const;

export const pop3Schema = lazily(() =>
  z.object({
    host: hostSchema(),
    port: portSchema().default(995),
    ...tlsSchemas(MODES, 'on'),
    username: usernameSchema(),
    password: passwordSchema(),
    family: familySchema(),
  }),
);

export type Pop3Fields = z.output<typeof pop3Schema>;

export const pop3Form: readonly FormField[] = [
  hostField('mail.example.org'),
  portField(995),
  ...tlsFields(MODES, 'on'),
  usernameField,
  passwordField,
  familyField,
];

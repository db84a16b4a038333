/** The fields of an FTP endpoint: their schemas and their form fields. */
import { z } from 'zod';
import type { FormField } from '../../../../contract/descriptor.ts';
import { acceptsOwn } from '../../../base/accepts.ts';
import { passwordField, passwordSchema, usernameField, usernameSchema } from '../../fields/credentials.ts';
import { familyField, familySchema } from '../../fields/family.ts';
import { hostField, hostSchema, portField, portSchema } from '../../fields/host.ts';
import { tlsFields, tlsSchemas } from '../../fields/tls.ts';
import { lazily } from '../../fields/lazily.ts';

const MODES = ['off', 'starttls', 'on'] as const;

export const ftpSchema = lazily(() =>
  z.object({
    host: hostSchema(),
    port: portSchema().default(21),
    ...tlsSchemas(MODES, 'off'),
    username: usernameSchema(),
    password: passwordSchema(),
    path: acceptsOwn(
      'ftp.path',
      z
        .string()
        .max(4_000)
        .regex(/^[^\r\n\0]*$/u),
      { max: 4_000 },
    ).default(''),
    family: familySchema(),
  }),
);

export type FtpFields = z.output<typeof ftpSchema>;

export const ftpForm: readonly FormField[] = [
  hostField('files.example.org'),
  portField(21),
  ...tlsFields(MODES, 'off'),
  {
    ...usernameField,
    placeholder: 'anonymous',
    help: 'The user to sign in as. If empty, the check only reads the greeting.',
  },
  passwordField,
  {
    name: 'path',
    label: 'Path',
    type: 'text',
    section: 'request',
    default: '',
    placeholder: '/backups',
    help: 'A folder to list or a file to look at after signing in. If empty, the check looks at neither.',
  },
  familyField,
];

/** The fields of an SSH endpoint: their schemas and their form fields. */
import { z } from 'zod';
import type { FormField } from '../../../../contract/descriptor.ts';
import { acceptsOwn } from '../../../base/accepts.ts';
import { textSchema, wholeNumberSchema } from '../../common.ts';
import { passwordField, passwordSchema, usernameField, usernameSchema } from '../../fields/credentials.ts';
import { familyField, familySchema } from '../../fields/family.ts';
import { hostField, hostSchema, portField, portSchema } from '../../fields/host.ts';
import { lazily } from '../../fields/lazily.ts';

const MAX_HOST_KEYS = 20;
/** As `ssh-keygen -l` writes a fingerprint: 43 characters of base64 without padding. */
const FINGERPRINT = /^(?:SHA256:)?([A-Za-z0-9+/]{43})=?$/u;
/** PEM, or OpenSSH's own format, which looks like it. */
const PRIVATE_KEY = /^-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----\r?\n[\s\S]+\n-----END \1-----$/u;

/** A fingerprint; parses to one that begins with `SHA256:`. */
function hostKeySchema() {
  return acceptsOwn(
    'ssh.fingerprint',
    z
      .string()
      .max(200)
      .transform((text, context) => {
        const digest = FINGERPRINT.exec(text.trim())?.[1];
        if (digest !== undefined) return `SHA256:${digest}`;
        context.addIssue({ code: 'custom' });
        return z.NEVER;
      }),
  );
}

export const sshSchema = lazily(() =>
  z.object({
    host: hostSchema(),
    port: portSchema().default(22),
    username: usernameSchema(),
    password: passwordSchema(),
    privateKey: acceptsOwn(
      'ssh.privateKey',
      z
        .string()
        .max(20_000)
        .trim()
        .refine((text) => text === '' || PRIVATE_KEY.test(text)),
    ).default(''),
    passphrase: textSchema(2_000).default(''),
    command: textSchema(10_000).default(''),
    exitCode: wholeNumberSchema(0, 255).default(0),
    expect: textSchema(10_000).default(''),
    path: textSchema(4_000).default(''),
    hostKeys: acceptsOwn('ssh.fingerprints', z.array(hostKeySchema()).max(MAX_HOST_KEYS), {
      max: MAX_HOST_KEYS,
    }).default([]),
    family: familySchema(),
  }),
);

export type SshFields = z.output<typeof sshSchema>;

export const sshForm: readonly FormField[] = [
  hostField('server.example.org'),
  portField(22),
  usernameField,
  passwordField,
  {
    name: 'privateKey',
    label: 'Private key',
    type: 'multiline',
    section: 'request',
    default: '',
    secret: true,
    placeholder: '-----BEGIN OPENSSH PRIVATE KEY-----',
    help: 'In PEM or OpenSSH format. Stored encrypted and never shown. If empty, no key is used.',
  },
  {
    name: 'passphrase',
    label: 'Passphrase',
    type: 'text',
    section: 'request',
    advanced: true,
    default: '',
    secret: true,
    help: 'Decrypts the private key. If empty, the key is not encrypted.',
  },
  {
    name: 'command',
    label: 'Command',
    type: 'text',
    section: 'request',
    default: '',
    placeholder: 'systemctl is-active nginx',
    help: 'Run after signing in. If empty, nothing is run.',
  },
  {
    name: 'path',
    label: 'Path',
    type: 'text',
    section: 'request',
    advanced: true,
    default: '',
    placeholder: '/var/backups',
    help: 'A folder to list or a file to look at by SFTP. If empty, SFTP is not used.',
  },
  {
    name: 'exitCode',
    label: 'Expected exit code',
    type: 'number',
    section: 'expect',
    advanced: true,
    default: 0,
    min: 0,
    max: 255,
    help: 'The exit code with which the command must end; 0 to 255.',
  },
  {
    name: 'expect',
    label: 'Expected text',
    type: 'text',
    section: 'expect',
    default: '',
    placeholder: 'active',
    help: 'Must be within the first 64 KB of the output of the command. If empty, any output is accepted.',
  },
  {
    name: 'hostKeys',
    label: 'Host keys',
    type: 'list',
    section: 'expect',
    advanced: true,
    default: [],
    help: 'SHA-256 fingerprints of the keys that the server may have. If empty, any key is accepted and shown.',
  },
  familyField,
];

/** The fields of an SNMP endpoint: their schemas and their form fields. */
import { z } from 'zod';
import type { FormField } from '../../../../contract/descriptor.ts';
import { accepts, acceptsOwn, ownIssue } from '../../../base/accepts.ts';
import { textSchema } from '../../common.ts';
import { usernameSchema } from '../../fields/credentials.ts';
import { familyField, familySchema } from '../../fields/family.ts';
import { hostField, hostSchema, portField, portSchema } from '../../fields/host.ts';
import { STAND_IN } from '../../secret-fields.ts';
import { lazily } from '../../fields/lazily.ts';

export const SNMP_PORT = 161;
/** How long the system has been up: every agent has it. */
const SYS_UP_TIME = '1.3.6.1.2.1.1.3.0';
const VERSIONS = ['1', '2c', '3'] as const;
const AUTHENTICATIONS = ['none', 'md5', 'sha', 'sha224', 'sha256', 'sha384', 'sha512'] as const;
/** `aes256b` and `aes256r` make the key in two ways that no RFC describes: Blumenthal's, and Cisco's. */
const ENCRYPTIONS = ['none', 'des', 'aes', 'aes256b', 'aes256r'] as const;
/** RFC 3414, 11.2. */
const MIN_PASSWORD = 8;

function passwordSchema() {
  return acceptsOwn(
    'snmp.password',
    z
      .string()
      .max(1_000)
      .refine((text) => text === '' || text.length >= MIN_PASSWORD),
    { min: MIN_PASSWORD },
  ).default('');
}

export const snmpSchema = lazily(() =>
  z
    .object({
      host: hostSchema(),
      port: portSchema().default(SNMP_PORT),
      oid: acceptsOwn(
        'snmp.oid',
        z
          .string()
          .trim()
          .max(1_000)
          .transform((text) => text.replace(/^\./u, ''))
          // At most 128 numbers below 2^32 (RFC 2578, 3.5); the first two share a byte.
          .refine((text) => /^[012]\.\d{1,2}(?:\.\d{1,10}){0,126}$/u.test(text) && isInRange(text)),
      ).default(SYS_UP_TIME),
      version: accepts('oneOf', { options: VERSIONS }, z.enum(VERSIONS)).default('2c'),
      community: textSchema(255).default('public'),
      expected: textSchema(10_000).default(''),
      username: usernameSchema(),
      authentication: accepts('oneOf', { options: AUTHENTICATIONS }, z.enum(AUTHENTICATIONS)).default('sha256'),
      password: passwordSchema(),
      encryption: accepts('oneOf', { options: ENCRYPTIONS }, z.enum(ENCRYPTIONS)).default('aes'),
      encryptionPassword: passwordSchema(),
      context: textSchema(255).default(''),
      family: familySchema(),
    })
    .superRefine((fields, context) => {
      if (fields.version !== '3') return;
      const refuse = (path: keyof typeof fields, code: string) => context.addIssue({ ...ownIssue(code), path: [path] });
      if (fields.username === '') refuse('username', 'snmp.username');
      if (fields.authentication === 'none') {
        if (fields.encryption !== 'none') refuse('encryption', 'snmp.encryption');
        return;
      }
      if (fields.password === '') refuse('password', 'snmp.needed');
      if (fields.encryption !== 'none' && fields.encryptionPassword === '') refuse('encryptionPassword', 'snmp.needed');
    }),
);

export type SnmpFields = z.output<typeof snmpSchema>;

function isInRange(oid: string): boolean {
  const numbers = oid.split('.').map(Number);
  const [first = 0, second = 0] = numbers;
  return numbers.every((number) => number < 2 ** 32) && (first === 2 || second < 40);
}

/** Whether a secret is given, or the stored one is kept. */
export function isGiven(secret: string): boolean {
  return secret !== '' && secret !== STAND_IN;
}

const version3 = { section: 'request', advanced: true } as const;

export const snmpForm: readonly FormField[] = [
  hostField('switch.example.org'),
  portField(SNMP_PORT),
  {
    name: 'oid',
    label: 'OID',
    type: 'text',
    section: 'target',
    default: SYS_UP_TIME,
    placeholder: '1.3.6.1.2.1.2.2.1.10.1',
    help: 'The object to read, in numbers. A number becomes a chart.',
  },
  {
    name: 'version',
    label: 'Version',
    type: 'select',
    section: 'request',
    default: '2c',
    options: VERSIONS.map((value) => ({ value, label: `SNMPv${value}` })),
    help: 'The version of the protocol. Only SNMPv3 signs in and encrypts.',
  },
  {
    name: 'community',
    label: 'Community',
    type: 'text',
    section: 'request',
    default: 'public',
    secret: true,
    help: 'For SNMPv1 and SNMPv2c. Stored encrypted and never shown.',
  },
  {
    name: 'expected',
    label: 'Expected value',
    type: 'text',
    section: 'expect',
    default: '',
    help: 'The value must be exactly this. If empty, any value is accepted.',
  },
  {
    ...version3,
    name: 'username',
    label: 'Username',
    type: 'text',
    default: '',
    help: 'The user (security name) of SNMPv3.',
  },
  {
    ...version3,
    name: 'authentication',
    label: 'Authentication',
    type: 'select',
    default: 'sha256',
    options: AUTHENTICATIONS.map((value) => ({ value, label: value === 'none' ? 'None' : value.toUpperCase() })),
    help: 'How SNMPv3 authenticates.',
  },
  {
    ...version3,
    name: 'password',
    label: 'Password',
    type: 'text',
    default: '',
    secret: true,
    help: 'The password for the authentication; at least 8 characters. Stored encrypted and never shown.',
  },
  {
    ...version3,
    name: 'encryption',
    label: 'Encryption',
    type: 'select',
    default: 'aes',
    options: [
      { value: 'none', label: 'None' },
      { value: 'des', label: 'DES' },
      { value: 'aes', label: 'AES-128' },
      { value: 'aes256b', label: 'AES-256 (Blumenthal)' },
      { value: 'aes256r', label: 'AES-256 (Cisco)' },
    ],
    help: 'How SNMPv3 encrypts.',
  },
  {
    ...version3,
    name: 'encryptionPassword',
    label: 'Encryption password',
    type: 'text',
    default: '',
    secret: true,
    help: 'The password for the encryption; at least 8 characters. Stored encrypted and never shown.',
  },
  {
    ...version3,
    name: 'context',
    label: 'Context',
    type: 'text',
    default: '',
    help: 'The context of SNMPv3. If empty, the default context.',
  },
  familyField,
];

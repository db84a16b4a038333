/** The fields of an LDAP endpoint: their schemas and their form fields. */
import { z } from 'zod';
import type { FormField } from '../../../../contract/descriptor.ts';
import { accepts, acceptsOwn, ownIssue } from '../../../base/accepts.ts';
import { textSchema, wholeNumberSchema } from '../../common.ts';
import { passwordField, passwordSchema, usernameField, usernameSchema } from '../../fields/credentials.ts';
import { familyField, familySchema } from '../../fields/family.ts';
import { hostField, hostSchema, portField, portSchema } from '../../fields/host.ts';
import { tlsFields, tlsSchemas } from '../../fields/tls.ts';
import { lazily } from '../../fields/lazily.ts';

export const LDAP_PORT = 389;
export const LDAPS_PORT = 636;
const SCOPES = ['base', 'one', 'sub'] as const;
/** Finds every entry. */
export const ANY = '(objectClass=*)';
/** The most entries that are requested. */
export const MAX_ENTRIES = 1_000;
const MAX_ATTRIBUTES = 100;
const ATTRIBUTE = /^(?:[a-z][\w-]*|\d+(?:\.\d+)*)(?:;[\w-]+)*$|^[*+]$/iu;

/** Whether parentheses are balanced and around everything. The library reads the rest, when the check runs. */
function isFilter(text: string): boolean {
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    const isInside = depth > 0 || (character === ')' && index === text.length - 1);
    if (!isInside) return false;
  }
  return depth === 0 && text.length > 2;
}

export const ldapSchema = lazily(() =>
  z
    .object({
      host: hostSchema(),
      port: portSchema().default(LDAP_PORT),
      username: usernameSchema(),
      password: passwordSchema(),
      base: textSchema(2_000).default(''),
      scope: accepts('oneOf', { options: SCOPES }, z.enum(SCOPES)).default('base'),
      filter: acceptsOwn('ldap.filter', z.string().trim().max(5_000).refine(isFilter)).default(ANY),
      attributes: acceptsOwn(
        'ldap.attributes',
        z.array(acceptsOwn('ldap.attribute', z.string().max(200).regex(ATTRIBUTE))).max(MAX_ATTRIBUTES),
        { max: MAX_ATTRIBUTES },
      ).default([]),
      minCount: wholeNumberSchema(0, MAX_ENTRIES).default(1),
      ...tlsSchemas(['off', 'on', 'starttls'], 'off'),
      family: familySchema(),
    })
    .superRefine(({ username, password }, context) => {
      if (username !== '' && password === '') context.addIssue({ ...ownIssue('ldap.password'), path: ['password'] });
    }),
);

export type LdapFields = z.output<typeof ldapSchema>;

export const ldapForm: readonly FormField[] = [
  hostField('ldap.example.org'),
  portField(LDAP_PORT),
  {
    ...usernameField,
    placeholder: 'cn=monitor,dc=example,dc=org',
    help: 'The distinguished name to bind with. If empty, the search is anonymous.',
  },
  passwordField,
  {
    name: 'base',
    label: 'Search base',
    type: 'text',
    section: 'request',
    default: '',
    placeholder: 'ou=people,dc=example,dc=org',
    help: 'The distinguished name where the search begins. If empty, the entry of the server itself (root DSE).',
  },
  {
    name: 'scope',
    label: 'Scope',
    type: 'select',
    section: 'request',
    default: 'base',
    options: [
      { value: 'base', label: 'Only the search base' },
      { value: 'one', label: 'One level below it' },
      { value: 'sub', label: 'It and everything below' },
    ],
    help: 'How far the search goes.',
  },
  {
    name: 'filter',
    label: 'Filter',
    type: 'text',
    section: 'request',
    default: ANY,
    placeholder: '(uid=monitor)',
    help: 'Which entries are found (RFC 4515).',
  },
  {
    name: 'attributes',
    label: 'Attributes',
    type: 'list',
    section: 'request',
    advanced: true,
    default: [],
    help: 'Which attributes conditions can use. If empty, all that the server shows.',
  },
  {
    name: 'minCount',
    label: 'Min entries',
    type: 'number',
    section: 'expect',
    min: 0,
    max: MAX_ENTRIES,
    default: 1,
    help: 'How many entries the search must find at least; 0 to 1,000.',
  },
  ...tlsFields(['off', 'on', 'starttls'], 'off'),
  familyField,
];

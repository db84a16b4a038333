/** The fields of a Redis endpoint: their schemas and their form fields. */
import { z } from 'zod';
import type { FormField, IssueDescriptor } from '../../../../contract/descriptor.ts';
import { acceptsOwn } from '../../../base/accepts.ts';
import { toggleSchema, wholeNumberSchema } from '../../common.ts';
import { passwordField, passwordSchema, usernameField, usernameSchema } from '../../fields/credentials.ts';
import { familyField, familySchema } from '../../fields/family.ts';
import { hostField, hostSchema, portField, portSchema } from '../../fields/host.ts';
import { tlsFields, tlsSchemas } from '../../fields/tls.ts';
import { splitCommand } from './command.ts';
import { lazily } from '../../fields/lazily.ts';

export const REDIS_PORT = 6379;
const COMMAND = 'PING';
/** The most characters of a command. */
const COMMAND_CHARACTERS = 10_000;
/** The largest number of a database; most servers have 16. */
const MAX_DATABASE = 65_535;

export const redisIssues = [
  {
    code: 'redis.command',
    text: '{field} must be a command with its arguments, such as GET greeting, with at most {max, number} characters and quotes in pairs.',
    params: { max: 'the maximum number of characters' },
  },
] as const satisfies readonly IssueDescriptor[];

export const redisSchema = lazily(() =>
  z.object({
    host: hostSchema(),
    port: portSchema().default(REDIS_PORT),
    database: wholeNumberSchema(0, MAX_DATABASE).default(0),
    username: usernameSchema(),
    password: passwordSchema(),
    command: acceptsOwn(
      'redis.command',
      z
        .string()
        .trim()
        .max(COMMAND_CHARACTERS)
        .refine((text) => splitCommand(text) !== null),
      { max: COMMAND_CHARACTERS },
    ).default(COMMAND),
    info: toggleSchema().default(false),
    ...tlsSchemas(['off', 'on'], 'off'),
    family: familySchema(),
  }),
);

export type RedisFields = z.output<typeof redisSchema>;

export const redisForm: readonly FormField[] = [
  hostField('cache.example.org'),
  portField(REDIS_PORT),
  {
    name: 'database',
    label: 'Database',
    type: 'number',
    section: 'target',
    advanced: true,
    default: 0,
    min: 0,
    max: MAX_DATABASE,
    help: 'The number of the database. Usually 0.',
  },
  { ...usernameField, help: 'The ACL user to sign in as. If empty, the default user.' },
  { ...passwordField, help: 'Stored encrypted and never shown. If empty, the check does not sign in.' },
  {
    name: 'command',
    label: 'Command',
    type: 'text',
    section: 'request',
    default: COMMAND,
    placeholder: 'LLEN jobs',
    help: 'A command as in redis-cli; it must succeed. Conditions can use its reply as [VALUE].',
  },
  {
    name: 'info',
    label: 'Measure clients, memory and replication',
    type: 'toggle',
    section: 'request',
    default: false,
    help: 'Also reads INFO, for metrics and for [INFO] in conditions.',
  },
  ...tlsFields(['off', 'on'], 'off'),
  familyField,
];

/** The fields of a MongoDB endpoint: their schemas and their form fields. */
import { z } from 'zod';
import type { FormField, IssueDescriptor } from '../../../../contract/descriptor.ts';
import { acceptsOwn } from '../../../base/accepts.ts';
import { parseJsonObject } from '../../../base/json-object.ts';
import { textSchema } from '../../common.ts';
import { passwordField, passwordSchema, usernameField, usernameSchema } from '../../fields/credentials.ts';
import {
  databaseField,
  databaseSchema,
  queryField,
  replicationField,
  replicationSchema,
} from '../../fields/database.ts';
import { familyField, familySchema } from '../../fields/family.ts';
import { hostField, hostSchema, portField, portSchema } from '../../fields/host.ts';
import { tlsFields, tlsSchemas } from '../../fields/tls.ts';
import { lazily } from '../../fields/lazily.ts';

export const MONGODB_PORT = 27_017;
const QUERY = '{ "ping": 1 }';
const QUERY_CHARACTERS = 20_000;
/** The database in which users usually are. */
const AUTH_SOURCE = 'admin';

export const mongodbIssues = [
  {
    code: 'mongodb.query',
    text: `{field} must be a command as a JSON object with at most {max, number} characters, such as '{' "count": "orders" '}'.`,
    params: { max: 'the maximum number of characters' },
  },
] as const satisfies readonly IssueDescriptor[];

/** Whether a text is a JSON object that is not empty. */
function isCommand(text: string): boolean {
  return Object.keys(parseJsonObject(text) ?? {}).length > 0;
}

export const mongodbSchema = lazily(() =>
  z.object({
    host: hostSchema(),
    port: portSchema().default(MONGODB_PORT),
    database: databaseSchema(),
    username: usernameSchema(),
    password: passwordSchema(),
    authSource: textSchema(500).default(AUTH_SOURCE),
    query: acceptsOwn('mongodb.query', z.string().trim().max(QUERY_CHARACTERS).refine(isCommand), {
      max: QUERY_CHARACTERS,
    }).default(QUERY),
    ...tlsSchemas(['off', 'on'], 'off'),
    replication: replicationSchema(),
    family: familySchema(),
  }),
);

export type MongodbFields = z.output<typeof mongodbSchema>;

export const mongodbForm: readonly FormField[] = [
  hostField('db.example.org'),
  portField(MONGODB_PORT),
  databaseField('If empty, admin.'),
  usernameField,
  passwordField,
  {
    name: 'authSource',
    label: 'Authentication database',
    type: 'text',
    section: 'request',
    advanced: true,
    default: AUTH_SOURCE,
    help: 'The database that the user belongs to. Usually admin.',
  },
  {
    ...queryField(QUERY),
    placeholder: '{ "count": "orders", "query": { "paid": false } }',
    help: 'A command in (extended) JSON; it must succeed. Conditions can use its documents as [ROWS], and its count or the first value of the first document as [VALUE].',
  },
  ...tlsFields(['off', 'on'], 'off'),
  replicationField('The user needs clusterMonitor.'),
  familyField,
];

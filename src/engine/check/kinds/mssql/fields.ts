/** The fields of an SQL Server endpoint: their schemas and their form fields. */
import { z } from 'zod';
import type { FormField } from '../../../../contract/descriptor.ts';
import { accepts } from '../../../base/accepts.ts';
import { passwordField, passwordSchema, usernameField } from '../../fields/credentials.ts';
import {
  databaseField,
  databaseSchema,
  queryField,
  querySchema,
  replicationField,
  replicationSchema,
} from '../../fields/database.ts';
import { familyField, familySchema } from '../../fields/family.ts';
import { hostField, hostSchema, portField, portSchema } from '../../fields/host.ts';
import { tlsFields, tlsSchemas } from '../../fields/tls.ts';
import { lazily } from '../../fields/lazily.ts';

export const MSSQL_PORT = 1433;
const QUERY = 'SELECT 1';
const USER = 'sa';
/** The longest text in a sign-in of the protocol (MS-TDS 2.2.6.4). */
export const LOGIN_CHARACTERS = 128;

export const mssqlSchema = lazily(() =>
  z.object({
    host: hostSchema(),
    port: portSchema().default(MSSQL_PORT),
    database: databaseSchema(),
    username: accepts(
      'textBetween',
      { min: 1, max: LOGIN_CHARACTERS },
      z.string().min(1).max(LOGIN_CHARACTERS),
    ).default(USER),
    password: passwordSchema(),
    query: querySchema(QUERY),
    // Without TLS, anyone on the network path could read the password.
    ...tlsSchemas(['off', 'starttls'], 'starttls'),
    replication: replicationSchema(),
    family: familySchema(),
  }),
);

export type MssqlFields = z.output<typeof mssqlSchema>;

export const mssqlForm: readonly FormField[] = [
  hostField('db.example.org'),
  portField(MSSQL_PORT),
  databaseField("If empty, the user's default database."),
  { ...usernameField, default: USER, help: 'A login of SQL Server. Accounts of Windows cannot sign in.' },
  passwordField,
  queryField(QUERY),
  ...tlsFields(['off', 'starttls'], 'starttls', { starttls: 'TLS' }),
  replicationField('The login needs VIEW SERVER STATE, and the server an availability group.'),
  familyField,
];

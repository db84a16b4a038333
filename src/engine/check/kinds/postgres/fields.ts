/** The fields of a PostgreSQL endpoint: their schemas and their form fields. */
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

export const POSTGRES_PORT = 5432;
const USER = 'postgres';
const QUERY = 'SELECT 1';

export const postgresSchema = lazily(() =>
  z.object({
    host: hostSchema(),
    port: portSchema().default(POSTGRES_PORT),
    database: databaseSchema(),
    // The protocol has no sign-in without a user.
    username: accepts('textBetween', { min: 1, max: 500 }, z.string().min(1).max(500)).default(USER),
    password: passwordSchema(),
    query: querySchema(QUERY),
    ...tlsSchemas(['off', 'starttls', 'on'], 'off'),
    replication: replicationSchema(),
    family: familySchema(),
  }),
);

export type PostgresFields = z.output<typeof postgresSchema>;

export const postgresForm: readonly FormField[] = [
  hostField('db.example.org'),
  portField(POSTGRES_PORT),
  databaseField('If empty, the database has the name of the user.'),
  { ...usernameField, default: USER, help: 'The role to sign in as.' },
  passwordField,
  queryField(QUERY),
  ...tlsFields(['off', 'starttls', 'on'], 'off', { starttls: 'TLS', on: 'TLS without SSLRequest (PostgreSQL 17)' }),
  replicationField('On a primary, the role needs pg_monitor.'),
  familyField,
];

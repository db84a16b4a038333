/** The fields of a Cassandra endpoint: their schemas and their form fields. */
import { z } from 'zod';
import type { FormField } from '../../../../contract/descriptor.ts';
import { passwordField, passwordSchema, usernameField, usernameSchema } from '../../fields/credentials.ts';
import { databaseField, databaseSchema, queryField, querySchema } from '../../fields/database.ts';
import { familyField, familySchema } from '../../fields/family.ts';
import { hostField, hostSchema, portField, portSchema } from '../../fields/host.ts';
import { tlsFields, tlsSchemas } from '../../fields/tls.ts';
import { lazily } from '../../fields/lazily.ts';

export const CASSANDRA_PORT = 9042;
/** CQL has no `SELECT 1`. */
const QUERY = 'SELECT release_version FROM system.local';

export const cassandraSchema = lazily(() =>
  z.object({
    host: hostSchema(),
    port: portSchema().default(CASSANDRA_PORT),
    database: databaseSchema(),
    username: usernameSchema(),
    password: passwordSchema(),
    query: querySchema(QUERY),
    ...tlsSchemas(['off', 'on'], 'off'),
    family: familySchema(),
  }),
);

export type CassandraFields = z.output<typeof cassandraSchema>;

export const cassandraForm: readonly FormField[] = [
  hostField('db.example.org'),
  portField(CASSANDRA_PORT),
  { ...databaseField('If empty, none is selected.'), label: 'Keyspace' },
  usernameField,
  passwordField,
  queryField(QUERY),
  ...tlsFields(['off', 'on'], 'off'),
  familyField,
];

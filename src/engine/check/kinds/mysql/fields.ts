/** The fields of a MySQL endpoint: their schemas and their form fields. */
import { z } from 'zod';
import type { FormField } from '../../../../contract/descriptor.ts';
import { passwordField, passwordSchema, usernameField, usernameSchema } from '../../fields/credentials.ts';
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

export const MYSQL_PORT = 3306;
const QUERY = 'SELECT 1';

export const mysqlSchema = lazily(() =>
  z.object({
    host: hostSchema(),
    port: portSchema().default(MYSQL_PORT),
    database: databaseSchema(),
    username: usernameSchema(),
    password: passwordSchema(),
    query: querySchema(QUERY),
    ...tlsSchemas(['off', 'starttls'], 'off'),
    replication: replicationSchema(),
    family: familySchema(),
  }),
);

export type MysqlFields = z.output<typeof mysqlSchema>;

export const mysqlForm: readonly FormField[] = [
  hostField('db.example.org'),
  portField(MYSQL_PORT),
  databaseField('If empty, no database is selected.'),
  { ...usernameField, help: 'The user to sign in as. If empty, the anonymous user.' },
  passwordField,
  queryField(QUERY),
  ...tlsFields(['off', 'starttls'], 'off', { starttls: 'TLS' }),
  replicationField('The user needs REPLICATION CLIENT, or SLAVE MONITOR on MariaDB.'),
  familyField,
];

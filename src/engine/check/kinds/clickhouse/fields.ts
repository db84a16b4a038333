/** The fields of a ClickHouse endpoint: their schemas and their form fields. */
import { z } from 'zod';
import type { FormField } from '../../../../contract/descriptor.ts';
import {
  databaseField,
  databaseSchema,
  queryField,
  querySchema,
  replicationField,
  replicationSchema,
} from '../../fields/database.ts';
import { httpServiceForm, httpServiceSchemas } from '../../fields/http-service.ts';
import { lazily } from '../../fields/lazily.ts';

export const CLICKHOUSE_PORT = 8123;
const QUERY = 'SELECT 1';

export const clickhouseSchema = lazily(() => {
  // It has no tokens in the versions that Debian has.
  const { token: _token, ...schemas } = httpServiceSchemas(CLICKHOUSE_PORT);
  return z.object({
    ...schemas,
    database: databaseSchema(),
    query: querySchema(QUERY),
    replication: replicationSchema(),
  });
});

export type ClickhouseFields = z.output<typeof clickhouseSchema>;

const form = httpServiceForm({
  placeholder: 'clickhouse.example.org',
  port: CLICKHOUSE_PORT,
  token: { label: 'Token', help: '' },
});

export const clickhouseForm: readonly FormField[] = [
  ...form.target,
  databaseField("If empty, the user's default database."),
  ...form.credentials.filter(({ name }) => name !== 'token'),
  queryField(QUERY),
  ...form.connection,
  replicationField('The user must be allowed to read system.replicas.'),
];

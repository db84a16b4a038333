/** The fields of an Elasticsearch endpoint: their schemas and their form fields. */
import { z } from 'zod';
import type { FormField } from '../../../../contract/descriptor.ts';
import { accepts } from '../../../base/accepts.ts';
import { textSchema } from '../../common.ts';
import { httpServiceForm, httpServiceSchemas } from '../../fields/http-service.ts';
import { lazily } from '../../fields/lazily.ts';

export const ELASTICSEARCH_PORT = 9200;
/** How bad the cluster may be: `yellow` lacks replicas of shards, `red` lacks shards. */
const LEVELS = ['green', 'yellow', 'red'] as const;
export type Level = (typeof LEVELS)[number];

export const elasticsearchSchema = lazily(() =>
  z.object({
    ...httpServiceSchemas(ELASTICSEARCH_PORT),
    accepted: accepts('oneOf', { options: LEVELS }, z.enum(LEVELS)).default('yellow'),
    index: textSchema(1_000).default(''),
    query: textSchema(20_000).default(''),
  }),
);

export type ElasticsearchFields = z.output<typeof elasticsearchSchema>;

const { target, credentials, connection } = httpServiceForm({
  placeholder: 'search.example.org',
  port: ELASTICSEARCH_PORT,
  token: { label: 'API key', help: 'Sent instead of the user name and password. Stored encrypted and never shown.' },
});

export const elasticsearchForm: readonly FormField[] = [
  ...target,
  {
    name: 'query',
    label: 'Query',
    type: 'text',
    section: 'request',
    default: '',
    placeholder: 'level:error AND @timestamp:[now-5m TO now]',
    help: 'Lucene syntax. Conditions can use the number of documents that match as [VALUE]. If empty, nothing is searched.',
  },
  {
    name: 'index',
    label: 'Index',
    type: 'text',
    section: 'request',
    default: '',
    placeholder: 'logs-*',
    help: 'The indexes to look at, separated by commas; * is any text. If empty, the whole cluster.',
  },
  ...credentials,
  {
    name: 'accepted',
    label: 'Accepted status',
    type: 'select',
    section: 'expect',
    default: 'yellow',
    options: [
      { value: 'green', label: 'Green only' },
      { value: 'yellow', label: 'Green or yellow' },
      { value: 'red', label: 'Any' },
    ],
    help: 'The status of the cluster. Yellow: copies of shards are missing. Red: shards are missing.',
  },
  ...connection,
];

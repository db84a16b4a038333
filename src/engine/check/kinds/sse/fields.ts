/** The fields of an endpoint of server-sent events: their schemas and their form fields. */
import { z } from 'zod';
import type { FormField } from '../../../../contract/descriptor.ts';
import { textSchema } from '../../common.ts';
import { dialogTextSchema } from '../../fields/dialog-steps.ts';
import {
  requestHeadersField,
  requestHeadersSchema,
  urlConnectionFields,
  urlConnectionSchemas,
  urlField,
  urlSchema,
} from '../../fields/url-service.ts';
import { lazily } from '../../fields/lazily.ts';

const OWN_HEADERS = ['connection', 'host', 'content-length', 'transfer-encoding', 'upgrade', 'accept-encoding'];

export const sseSchema = lazily(() =>
  z.object({
    url: urlSchema(['http', 'https']),
    event: textSchema(200).default(''),
    expect: dialogTextSchema('sse.expect', 'expect'),
    headers: requestHeadersSchema(OWN_HEADERS),
    ...urlConnectionSchemas(),
  }),
);

export type SseFields = z.output<typeof sseSchema>;

export const sseForm: readonly FormField[] = [
  urlField('https://api.example.org/events'),
  {
    name: 'event',
    label: 'Event type',
    type: 'text',
    section: 'expect',
    default: '',
    placeholder: 'price',
    help: 'The type of event to wait for, until the timeout. If empty, any event is accepted.',
  },
  {
    name: 'expect',
    label: 'Expected data',
    type: 'text',
    expressions: true,
    section: 'expect',
    default: '',
    help: 'Text that the data of the event must contain, or a regular expression such as /^[0-9]+$/. If empty, any data is accepted.',
  },
  requestHeadersField,
  ...urlConnectionFields,
];

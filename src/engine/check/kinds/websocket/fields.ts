/** The fields of a WebSocket endpoint: their schemas and their form fields. */
import { z } from 'zod';
import type { FormField } from '../../../../contract/descriptor.ts';
import { acceptsOwn } from '../../../base/accepts.ts';
import { toggleSchema } from '../../common.ts';
import { dialogStepsField, dialogStepsSchema } from '../../fields/dialog-steps.ts';
import {
  requestHeadersField,
  requestHeadersSchema,
  urlConnectionFields,
  urlConnectionSchemas,
  urlField,
  urlSchema,
} from '../../fields/url-service.ts';
import { lazily } from '../../fields/lazily.ts';

const OWN_HEADERS = [
  'connection',
  'upgrade',
  'host',
  'content-length',
  'transfer-encoding',
  'sec-websocket-accept',
  'sec-websocket-extensions',
  'sec-websocket-key',
  'sec-websocket-protocol',
  'sec-websocket-version',
];
const MAX_SUBPROTOCOLS = 20;

export const websocketSchema = lazily(() =>
  z.object({
    url: urlSchema(['ws', 'wss']),
    subprotocols: acceptsOwn(
      'websocket.subprotocols',
      z
        .array(
          acceptsOwn(
            'websocket.subprotocol',
            z
              .string()
              .max(200)
              .regex(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/u),
          ),
        )
        .max(MAX_SUBPROTOCOLS)
        .refine((names) => new Set(names).size === names.length),
      { max: MAX_SUBPROTOCOLS },
    ).default([]),
    headers: requestHeadersSchema(OWN_HEADERS),
    ping: toggleSchema().default(true),
    steps: dialogStepsSchema(),
    ...urlConnectionSchemas(),
  }),
);

export type WebsocketFields = z.output<typeof websocketSchema>;

export const websocketForm: readonly FormField[] = [
  urlField('wss://api.example.org/live'),
  {
    name: 'subprotocols',
    label: 'Subprotocols',
    type: 'list',
    section: 'request',
    default: [],
    help: 'The subprotocols to offer, the preferred one first. If there are any, the server must select one.',
  },
  requestHeadersField,
  {
    name: 'ping',
    label: 'Ping',
    type: 'toggle',
    section: 'expect',
    default: true,
    help: 'If on, the server must answer a ping, and the time until then is measured.',
  },
  {
    ...dialogStepsField(
      'Messages to send and to expect after the ping. Messages other than the expected one are skipped.',
    ),
    advanced: false,
  },
  ...urlConnectionFields,
];

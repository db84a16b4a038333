/** The fields of a TCP endpoint: their schemas and their form fields. */
import { z } from 'zod';
import type { FormField } from '../../../../contract/descriptor.ts';
import { acceptsOwn } from '../../../base/accepts.ts';
import { familyField, familySchema } from '../../fields/family.ts';
import { hostField, hostSchema, portField, portSchema } from '../../fields/host.ts';
import { unescape } from './escapes.ts';

function bytesSchema() {
  return acceptsOwn(
    'tcp.bytes',
    z
      .string()
      .max(10_000)
      .refine((text) => unescape(text) !== null),
    { max: 10_000 },
  );
}

export const tcpSchema = z.object({
  host: hostSchema(),
  port: portSchema(),
  send: bytesSchema().default(''),
  expect: bytesSchema().default(''),
  family: familySchema(),
});

export type TcpFields = z.output<typeof tcpSchema>;

export const tcpForm: readonly FormField[] = [
  hostField('db.example.org'),
  portField(),
  {
    name: 'send',
    label: 'Send',
    type: 'text',
    section: 'request',
    default: '',
    placeholder: 'PING\\r\\n',
    help: 'Sent after connecting. \\r, \\n, \\t, \\0, \\\\ and \\xNN are escapes. If empty, nothing is sent.',
  },
  {
    name: 'expect',
    label: 'Expected text',
    type: 'text',
    section: 'expect',
    default: '',
    placeholder: '+PONG',
    help: 'Must be within the first 64 KB of the response; same escapes as in Send. If empty, connecting is enough.',
  },
  familyField,
];

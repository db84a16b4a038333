/** The fields of a TCP endpoint: their schemas and their form fields. */
import { domainToASCII } from 'node:url';
import { z } from 'zod';
import type { FormField } from '../../../../contract/descriptor.ts';
import { wholeNumberSchema } from '../../common.ts';
import { acceptsOwn } from '../../../base/accepts.ts';
import { familyField, familySchema } from '../../net/family.ts';
import { ipVersion } from '../../net/ip-version.ts';
import { unescape } from './escapes.ts';

const host = acceptsOwn(
  'tcp.host',
  z
    .string()
    .max(300)
    .transform((text, context) => {
      const bare = text.trim().replace(/^\[(.*)\]$/u, '$1');
      // Names beyond ASCII are converted as in RFC 5891. The result is empty for a text that cannot be a name.
      const name = ipVersion(bare) === 0 ? domainToASCII(bare) : bare.toLowerCase();
      if (name !== '' && (ipVersion(name) !== 0 || /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?$/u.test(name))) return name;
      context.addIssue({ code: 'custom' });
      return z.NEVER;
    }),
);

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
  host,
  port: wholeNumberSchema(1, 65_535),
  send: bytesSchema().default(''),
  expect: bytesSchema().default(''),
  family: familySchema(),
});

export type TcpFields = z.output<typeof tcpSchema>;

export const tcpForm: readonly FormField[] = [
  {
    name: 'host',
    label: 'Host',
    type: 'text',
    section: 'target',
    required: true,
    placeholder: 'db.example.org',
    help: 'A host name or an IP address.',
  },
  {
    name: 'port',
    label: 'Port',
    type: 'number',
    section: 'target',
    required: true,
    min: 1,
    max: 65_535,
    placeholder: '5432',
    help: 'The port of the service; 1 to 65535.',
  },
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

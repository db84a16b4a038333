/** The fields of a TCP endpoint: what is accepted, and what people see. */
import { domainToASCII } from 'node:url';
import { z } from 'zod';
import type { FormField } from '../../../../contract/descriptor.ts';
import { wholeNumberSchema } from '../../common.ts';
import { accepts } from '../../../base/issues.ts';
import { familyField, familySchema } from '../../net/family.ts';
import { ipVersion } from '../../net/ip-version.ts';
import { unescape } from './escapes.ts';

const host = accepts(
  'a host name or an address, such as db.example.org, 192.0.2.7 or 2001:db8::7',
  z
    .string()
    .max(300)
    .transform((text, context) => {
      const bare = text.trim().replace(/^\[(.*)\]$/u, '$1');
      // Names beyond ASCII go out as RFC 5891 says; the result is empty for what cannot be a name.
      const name = ipVersion(bare) === 0 ? domainToASCII(bare) : bare.toLowerCase();
      if (name !== '' && (ipVersion(name) !== 0 || /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?$/u.test(name))) return name;
      context.addIssue({ code: 'custom' });
      return z.NEVER;
    }),
);

function bytesSchema() {
  return accepts(
    'a text of at most 10000 characters in which a backslash begins \\r, \\n, \\t, \\0, \\\\ or \\xNN',
    z
      .string()
      .max(10_000)
      .refine((text) => unescape(text) !== null),
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
    help: 'A host name or an address.',
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
    help: 'Where the service listens, 1 to 65535.',
  },
  {
    name: 'send',
    label: 'Send',
    type: 'text',
    section: 'request',
    default: '',
    placeholder: 'PING\\r\\n',
    help: 'Sent once connected; \\r, \\n, \\t, \\0, \\\\ and \\xNN stand for bytes. Empty: nothing is sent.',
  },
  {
    name: 'expect',
    label: 'Expected text',
    type: 'text',
    section: 'expect',
    default: '',
    placeholder: '+PONG',
    help: 'Must be within the first 64 KB that come back; escapes as in Send. Empty: connecting is enough.',
  },
  familyField,
];

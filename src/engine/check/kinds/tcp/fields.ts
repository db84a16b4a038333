/** The fields of a TCP endpoint: their schemas and their form fields. */
import { z } from 'zod';
import type { FormField } from '../../../../contract/descriptor.ts';
import { acceptsOwn, ownIssue } from '../../../base/accepts.ts';
import { dialogStepsField, dialogStepsSchema } from '../../fields/dialog-steps.ts';
import { unescape } from '../../fields/escapes.ts';
import { familyField, familySchema } from '../../fields/family.ts';
import { hostField, hostSchema, portSchema } from '../../fields/host.ts';
import { starttlsField, starttlsSchema } from '../../fields/starttls.ts';
import { tlsFields, tlsSchemas } from '../../fields/tls.ts';
import { lazily } from '../../fields/lazily.ts';

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

/** Whether the host is the path of a socket: absolute, or a Windows named pipe. */
export function isSocketPath(host: string): boolean {
  return /^\/|^\\\\[.?]\\pipe\\/u.test(host);
}

/** As `hostSchema`, or the path of a Unix socket. */
function placeSchema() {
  const host = hostSchema();
  return acceptsOwn(
    'tcp.host',
    z
      .string()
      .max(300)
      .transform((text, context) => {
        const parsed = host.safeParse(text);
        if (parsed.success) return parsed.data;
        if (isSocketPath(text.trim()) && !text.includes('\0')) return text.trim();
        context.addIssue({ code: 'custom' });
        return z.NEVER;
      }),
  );
}

export const tcpSchema = lazily(() =>
  z
    .object({
      host: placeSchema(),
      port: portSchema().nullable().default(null),
      send: bytesSchema().default(''),
      expect: bytesSchema().default(''),
      steps: dialogStepsSchema(),
      ...tlsSchemas(['off', 'on', 'starttls'], 'off'),
      starttls: starttlsSchema(),
      family: familySchema(),
    })
    .superRefine(({ host, port, tls, starttls }, context) => {
      if (port === null && !isSocketPath(host)) context.addIssue({ ...ownIssue('required'), path: ['port'] });
      if (tls === 'starttls' && starttls === 'none') {
        context.addIssue({ ...ownIssue('tcp.starttls'), path: ['starttls'] });
      }
    }),
);

export type TcpFields = z.output<typeof tcpSchema>;

export const tcpForm: readonly FormField[] = [
  { ...hostField('db.example.org'), help: 'A host name or an IP address. Or the path of a Unix socket.' },
  {
    name: 'port',
    label: 'Port',
    type: 'number',
    section: 'target',
    default: null,
    placeholder: '5432',
    min: 1,
    max: 65_535,
    help: 'The port of the service; 1 to 65535. Not for a Unix socket.',
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
  dialogStepsField('Further texts to send and to expect, after Send and Expected text.'),
  ...tlsFields(['off', 'on', 'starttls'], 'off'),
  {
    ...starttlsField('The protocol whose command begins TLS.'),
    label: 'Protocol of STARTTLS',
    when: { field: 'tls', is: ['starttls'] },
  },
  familyField,
];

import { z } from 'zod';
import { accepts } from '../../../base/accepts.ts';
import { toggleSchema, wholeNumberSchema } from '../../../check/common.ts';
import { requiredText, textField } from '../../channel-fields.ts';
import { defineChannel } from '../../define-channel.ts';

const TRANSPORTS = ['udp', 'tcp', 'tls'] as const;

export interface SyslogFields {
  readonly host: string;
  readonly port: number;
  readonly transport: (typeof TRANSPORTS)[number];
  readonly verifyTls: boolean;
  /** RFC 5424, 6.2.1: 1 is user-level, 16 to 23 are for local use. */
  readonly facility: number;
}

/** A line in a log server (RFC 5424; over UDP RFC 5426, TCP RFC 6587, TLS RFC 5425). */
export const syslog = defineChannel<SyslogFields>({
  kind: 'syslog',
  title: 'Syslog',
  description: 'A message to your log server, over UDP, TCP or TLS.',
  category: 'system',
  schema: () =>
    z.object({
      host: requiredText(255),
      port: wholeNumberSchema(1, 65_535).default(514),
      transport: accepts('oneOf', { options: TRANSPORTS }, z.enum(TRANSPORTS)).default('udp'),
      verifyTls: toggleSchema().default(true),
      facility: wholeNumberSchema(0, 23).default(16),
    }),
  form: [
    textField('host', 'Host', { placeholder: 'logs.example.org' }),
    { name: 'port', label: 'Port', type: 'number', section: 'target', default: 514, min: 1, max: 65_535 },
    {
      name: 'transport',
      label: 'Transport',
      type: 'select',
      section: 'target',
      default: 'udp',
      options: TRANSPORTS.map((value) => ({ value, label: value.toUpperCase() })),
      help: 'UDP does not confirm delivery.',
    },
    {
      name: 'facility',
      label: 'Facility',
      type: 'number',
      section: 'request',
      advanced: true,
      default: 16,
      min: 0,
      max: 23,
      help: 'From 0 to 23; 16 is local0.',
    },
    { name: 'verifyTls', label: 'Verify certificate', type: 'toggle', section: 'tls', advanced: true, default: true },
  ],
  example: { host: 'logs.example.org', transport: 'tcp', port: 601 },
  load: () => import('./send.ts'),
});

/** The fields of an AMQP endpoint: their schemas and their form fields. */
import { z } from 'zod';
import type { FormField } from '../../../../contract/descriptor.ts';
import { acceptsOwn } from '../../../base/accepts.ts';
import { passwordField, passwordSchema, usernameField, usernameSchema } from '../../fields/credentials.ts';
import { familyField, familySchema } from '../../fields/family.ts';
import { hostField, hostSchema, portField, portSchema } from '../../fields/host.ts';
import { messageFields, messageSchemas } from '../../fields/messages.ts';
import { tlsFields, tlsSchemas } from '../../fields/tls.ts';
import { lazily } from '../../fields/lazily.ts';

const MODES = ['off', 'on'] as const;
/** The longest name (AMQP 0-9-1, 4.2.5.3). */
const MAX_NAME_BYTES = 255;

function nameSchema() {
  const schema = z.string().refine((text) => Buffer.byteLength(text) <= MAX_NAME_BYTES);
  return acceptsOwn('amqp.name', schema, { max: MAX_NAME_BYTES });
}

export const amqpSchema = lazily(() =>
  z.object({
    host: hostSchema(),
    port: portSchema().default(5672),
    ...tlsSchemas(MODES, 'off'),
    username: usernameSchema(),
    password: passwordSchema(),
    virtualHost: nameSchema().default('/'),
    queue: nameSchema().default(''),
    exchange: nameSchema().default(''),
    topic: nameSchema().default(''),
    ...messageSchemas(),
    family: familySchema(),
  }),
);

export type AmqpFields = z.output<typeof amqpSchema>;

export const amqpForm: readonly FormField[] = [
  hostField('rabbit.example.org'),
  portField(5672),
  ...tlsFields(MODES, 'off'),
  {
    ...usernameField,
    placeholder: 'guest',
    help: 'The user to sign in as. If empty, guest with the password guest.',
  },
  passwordField,
  {
    name: 'virtualHost',
    label: 'Virtual host',
    type: 'text',
    section: 'request',
    advanced: true,
    default: '/',
    help: 'The virtual host on the broker.',
  },
  {
    name: 'queue',
    label: 'Queue',
    type: 'text',
    section: 'request',
    default: '',
    placeholder: 'orders',
    help: 'The queue must exist. Its messages and consumers are counted, and its messages stay in it. If empty, no queue is checked.',
  },
  {
    name: 'exchange',
    label: 'Exchange',
    type: 'text',
    section: 'request',
    advanced: true,
    default: '',
    placeholder: 'events',
    help: 'Messages are published to it and read from it, through a temporary queue. If empty, only that queue is used.',
  },
  {
    name: 'topic',
    label: 'Routing key',
    type: 'text',
    section: 'request',
    advanced: true,
    default: '',
    placeholder: 'orders.#',
    help: 'The routing key of the published messages. May be empty.',
  },
  ...messageFields('exchange'),
  familyField,
];

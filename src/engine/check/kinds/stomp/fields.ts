/** The fields of a STOMP endpoint: their schemas and their form fields. */
import { z } from 'zod';
import type { FormField } from '../../../../contract/descriptor.ts';
import { textSchema } from '../../common.ts';
import { passwordField, passwordSchema, usernameField, usernameSchema } from '../../fields/credentials.ts';
import { familyField, familySchema } from '../../fields/family.ts';
import { hostField, hostSchema, portField, portSchema } from '../../fields/host.ts';
import { messageFields, messageSchemas } from '../../fields/messages.ts';
import { tlsFields, tlsSchemas } from '../../fields/tls.ts';
import { lazily } from '../../fields/lazily.ts';

const MODES = ['off', 'on'] as const;

export const stompSchema = lazily(() =>
  z.object({
    host: hostSchema(),
    port: portSchema().default(61_613),
    ...tlsSchemas(MODES, 'off'),
    username: usernameSchema(),
    password: passwordSchema(),
    virtualHost: textSchema(255).default('/'),
    topic: textSchema(1_000).default(''),
    ...messageSchemas(),
    family: familySchema(),
  }),
);

export type StompFields = z.output<typeof stompSchema>;

export const stompForm: readonly FormField[] = [
  hostField('broker.example.org'),
  portField(61_613),
  ...tlsFields(MODES, 'off'),
  usernameField,
  passwordField,
  {
    name: 'virtualHost',
    label: 'Virtual host',
    type: 'text',
    section: 'request',
    advanced: true,
    default: '/',
    help: 'The part of the broker to use.',
  },
  {
    name: 'topic',
    label: 'Destination',
    type: 'text',
    section: 'request',
    default: '',
    placeholder: '/topic/lookout',
    help: 'The check subscribes to it. Messages of a queue that the check does not need go back to the queue. If empty, signing in is enough.',
  },
  ...messageFields('destination'),
  familyField,
];

/** The fields of a NATS endpoint: their schemas and their form fields. */
import { z } from 'zod';
import type { FormField } from '../../../../contract/descriptor.ts';
import { acceptsOwn } from '../../../base/accepts.ts';
import { passwordField, passwordSchema, usernameField, usernameSchema } from '../../fields/credentials.ts';
import { familyField, familySchema } from '../../fields/family.ts';
import { hostField, hostSchema, portField, portSchema } from '../../fields/host.ts';
import { messageFields, messageSchemas } from '../../fields/messages.ts';
import { tlsFields, tlsSchemas } from '../../fields/tls.ts';
import { lazily } from '../../fields/lazily.ts';

/** The server sends INFO in clear and then encrypts, like STARTTLS in other protocols. */
const MODES = ['off', 'starttls', 'on'] as const;
/** Words with dots between them; `*` stands for a word, `>` for the rest. */
const SUBJECT = /^(?:(?:[^\s.*>\0]+|\*)(?:\.(?:[^\s.*>\0]+|\*))*(?:\.>)?|>)?$/u;
const STREAM = /^[^\s.*>/\\\0]{0,255}$/u;

export const natsSchema = lazily(() =>
  z.object({
    host: hostSchema(),
    port: portSchema().default(4222),
    ...tlsSchemas(MODES, 'off'),
    username: usernameSchema(),
    password: passwordSchema(),
    stream: acceptsOwn('nats.stream', z.string().regex(STREAM)).default(''),
    topic: acceptsOwn('nats.subject', z.string().max(1_000).regex(SUBJECT)).default(''),
    ...messageSchemas(),
    family: familySchema(),
  }),
);

export type NatsFields = z.output<typeof natsSchema>;

export const natsForm: readonly FormField[] = [
  hostField('nats.example.org'),
  portField(4222),
  ...tlsFields(MODES, 'off'),
  usernameField,
  {
    ...passwordField,
    help: 'Stored encrypted and never shown. Without a username, it is a token. If empty, none is sent.',
  },
  {
    name: 'topic',
    label: 'Subject',
    type: 'text',
    section: 'request',
    default: '',
    placeholder: 'orders.*',
    help: 'The check subscribes to it; * and > are wildcards. If empty, signing in is enough.',
  },
  {
    name: 'stream',
    label: 'Stream',
    type: 'text',
    section: 'request',
    advanced: true,
    default: '',
    placeholder: 'ORDERS',
    help: 'A stream of JetStream, which must exist; its messages and consumers are counted. If empty, no stream is checked.',
  },
  ...messageFields('subject'),
  familyField,
];

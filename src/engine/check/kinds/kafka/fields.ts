/** The fields of a Kafka endpoint: their schemas and their form fields. */
import { z } from 'zod';
import type { FormField } from '../../../../contract/descriptor.ts';
import { accepts, acceptsOwn } from '../../../base/accepts.ts';
import { textSchema } from '../../common.ts';
import { passwordField, passwordSchema, usernameField, usernameSchema } from '../../fields/credentials.ts';
import { familyField, familySchema } from '../../fields/family.ts';
import { hostField, hostSchema, portField, portSchema } from '../../fields/host.ts';
import { messageSchemas } from '../../fields/messages.ts';
import { tlsFields, tlsSchemas } from '../../fields/tls.ts';
import { lazily } from '../../fields/lazily.ts';

const MODES = ['off', 'on'] as const;
const MECHANISMS = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const;
const TOPIC = /^[A-Za-z0-9._-]{0,249}$/u;

export const kafkaSchema = lazily(() =>
  z.object({
    host: hostSchema(),
    port: portSchema().default(9092),
    ...tlsSchemas(MODES, 'off'),
    username: usernameSchema(),
    password: passwordSchema(),
    mechanism: accepts('oneOf', { options: MECHANISMS }, z.enum(MECHANISMS)).default('PLAIN'),
    topic: acceptsOwn('kafka.topic', z.string().regex(TOPIC)).default(''),
    consumerGroup: textSchema(250).default(''),
    ...messageSchemas(),
    family: familySchema(),
  }),
);

export type KafkaFields = z.output<typeof kafkaSchema>;

export const kafkaForm: readonly FormField[] = [
  hostField('kafka.example.org'),
  portField(9092),
  ...tlsFields(MODES, 'off'),
  usernameField,
  passwordField,
  {
    name: 'mechanism',
    label: 'SASL mechanism',
    type: 'select',
    section: 'request',
    advanced: true,
    default: 'PLAIN',
    options: MECHANISMS.map((mechanism) => ({ value: mechanism, label: mechanism })),
    help: 'How the check signs in, if there is a username. SCRAM does not send the password.',
  },
  {
    name: 'topic',
    label: 'Topic',
    type: 'text',
    section: 'request',
    default: '',
    placeholder: 'orders',
    help: 'Must exist, and each of its partitions must have a leader. If empty, connecting to the cluster is enough.',
  },
  {
    name: 'consumerGroup',
    label: 'Consumer group',
    type: 'text',
    section: 'request',
    default: '',
    placeholder: 'billing',
    help: 'The check measures how many messages of the topic the group has not read yet. If empty, it does not.',
  },
  {
    name: 'message',
    label: 'Message',
    type: 'text',
    section: 'request',
    advanced: true,
    default: '',
    placeholder: 'ping',
    help: 'Written to the first partition of the topic and read back; its consumers get it too. If empty, nothing is written.',
  },
  {
    name: 'expect',
    label: 'Expected text',
    type: 'text',
    section: 'expect',
    default: '',
    placeholder: 'temperature',
    help: 'The check waits for a new message of the topic that contains this text, in any partition. If empty, it does not wait for one.',
  },
  familyField,
];

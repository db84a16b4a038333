/** The fields of an MQTT endpoint: their schemas and their form fields. */
import { z } from 'zod';
import type { FormField } from '../../../../contract/descriptor.ts';
import { accepts, acceptsOwn } from '../../../base/accepts.ts';
import { textSchema } from '../../common.ts';
import { passwordField, passwordSchema, usernameField, usernameSchema } from '../../fields/credentials.ts';
import { familyField, familySchema } from '../../fields/family.ts';
import { hostField, hostSchema, portField, portSchema } from '../../fields/host.ts';
import { messageFields, messageSchemas } from '../../fields/messages.ts';
import { tlsFields, tlsSchemas } from '../../fields/tls.ts';
import { lazily } from '../../fields/lazily.ts';

const MODES = ['off', 'on'] as const;
const VERSIONS = ['3.1.1', '5'] as const;

/** A topic or a filter: `+` alone between slashes, `#` alone at the end (MQTT 5, 4.7.1). */
const FILTER = /^(?:(?:[^+#\0]*|\+)(?:\/(?:[^+#/\0]*|\+))*(?:\/#)?|#)$/u;

export const mqttSchema = lazily(() =>
  z.object({
    host: hostSchema(),
    port: portSchema().default(1883),
    ...tlsSchemas(MODES, 'off'),
    username: usernameSchema(),
    password: passwordSchema(),
    topic: acceptsOwn('mqtt.topic', z.string().max(10_000).regex(FILTER)).default(''),
    ...messageSchemas(),
    version: accepts('oneOf', { options: VERSIONS }, z.enum(VERSIONS)).default('3.1.1'),
    clientId: textSchema(200).default(''),
    family: familySchema(),
  }),
);

export type MqttFields = z.output<typeof mqttSchema>;

export const mqttForm: readonly FormField[] = [
  hostField('broker.example.org'),
  portField(1883),
  ...tlsFields(MODES, 'off'),
  usernameField,
  passwordField,
  {
    name: 'topic',
    label: 'Topic',
    type: 'text',
    section: 'request',
    default: '',
    placeholder: 'sensors/+/temperature',
    help: 'The check subscribes to it; + and # are wildcards. If empty, connecting and signing in is enough.',
  },
  ...messageFields('topic'),
  {
    name: 'version',
    label: 'MQTT version',
    type: 'select',
    section: 'request',
    advanced: true,
    default: '3.1.1',
    options: VERSIONS.map((version) => ({ value: version, label: version })),
    help: 'The version of the protocol.',
  },
  {
    name: 'clientId',
    label: 'Client ID',
    type: 'text',
    section: 'request',
    advanced: true,
    default: '',
    help: 'The client identifier. If empty, each check uses a new one.',
  },
  familyField,
];

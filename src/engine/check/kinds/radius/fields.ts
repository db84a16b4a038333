/** The fields of a RADIUS endpoint: their schemas and their form fields. */
import { z } from 'zod';
import type { FormField } from '../../../../contract/descriptor.ts';
import { accepts, acceptsOwn, ownIssue } from '../../../base/accepts.ts';
import { toggleSchema } from '../../common.ts';
import { familyField, familySchema } from '../../fields/family.ts';
import { hostField, hostSchema, portField, portSchema } from '../../fields/host.ts';
import { lazily } from '../../fields/lazily.ts';

export const RADIUS_PORT = 1812;
const METHODS = ['pap', 'chap', 'status'] as const;
const ANSWERS = ['accept', 'reject', 'any'] as const;
/** An attribute's length has one byte, with the two bytes in front of the value (RFC 2865, 5). */
const MAX_ATTRIBUTE = 253;
/** RFC 2865, 5.2. */
const MAX_PASSWORD = 128;
const MAX_SECRET = 1_000;

function bytesSchema(max: number) {
  return acceptsOwn(
    'radius.bytes',
    z.string().refine((text) => Buffer.byteLength(text) <= max),
    { max },
  );
}

export const radiusSchema = lazily(() =>
  z
    .object({
      host: hostSchema(),
      port: portSchema().default(RADIUS_PORT),
      secret: bytesSchema(MAX_SECRET).default(''),
      method: accepts('oneOf', { options: METHODS }, z.enum(METHODS)).default('pap'),
      username: bytesSchema(MAX_ATTRIBUTE).default(''),
      password: bytesSchema(MAX_PASSWORD).default(''),
      answer: accepts('oneOf', { options: ANSWERS }, z.enum(ANSWERS)).default('accept'),
      nasIdentifier: bytesSchema(MAX_ATTRIBUTE).default('lookout'),
      calledStationId: bytesSchema(MAX_ATTRIBUTE).default(''),
      callingStationId: bytesSchema(MAX_ATTRIBUTE).default(''),
      requireSignature: toggleSchema().default(true),
      family: familySchema(),
    })
    .superRefine(({ method, username }, context) => {
      if (method !== 'status' && username === '') {
        context.addIssue({ ...ownIssue('radius.username'), path: ['username'] });
      }
    }),
);

export type RadiusFields = z.output<typeof radiusSchema>;

const station = { type: 'text', section: 'request', advanced: true, default: '' } as const;

export const radiusForm: readonly FormField[] = [
  hostField('radius.example.org'),
  portField(RADIUS_PORT),
  {
    name: 'secret',
    label: 'Shared secret',
    type: 'text',
    section: 'request',
    default: '',
    secret: true,
    help: 'The secret that the server shares with this machine. Every check needs it. Stored encrypted and never shown.',
  },
  {
    name: 'method',
    label: 'Method',
    type: 'select',
    section: 'request',
    default: 'pap',
    options: [
      { value: 'pap', label: 'Sign in with PAP' },
      { value: 'chap', label: 'Sign in with CHAP' },
      { value: 'status', label: 'Ask the server, without a user' },
    ],
    help: 'What the check asks for. Servers that do not know Status-Server (RFC 5997) answer only when somebody signs in.',
  },
  {
    name: 'username',
    label: 'Username',
    type: 'text',
    section: 'request',
    default: '',
    help: 'The user to sign in as.',
  },
  {
    name: 'password',
    label: 'Password',
    type: 'text',
    section: 'request',
    default: '',
    secret: true,
    help: 'At most 128 bytes. Stored encrypted and never shown.',
  },
  {
    name: 'answer',
    label: 'Expected answer',
    type: 'select',
    section: 'expect',
    default: 'accept',
    options: [
      { value: 'accept', label: 'Access-Accept' },
      { value: 'reject', label: 'Access-Reject' },
      { value: 'any', label: 'Any' },
    ],
    help: 'A server also works if it rejects a user who does not exist: then choose Access-Reject.',
  },
  {
    name: 'nasIdentifier',
    label: 'NAS identifier',
    type: 'text',
    section: 'request',
    advanced: true,
    default: 'lookout',
    help: 'The name that this machine sends for itself. If empty, none is sent.',
  },
  {
    ...station,
    name: 'calledStationId',
    label: 'Called station',
    help: 'Called-Station-Id. If empty, it is not sent.',
  },
  {
    ...station,
    name: 'callingStationId',
    label: 'Calling station',
    help: 'Calling-Station-Id. If empty, it is not sent.',
  },
  {
    name: 'requireSignature',
    label: 'Require Message-Authenticator',
    type: 'toggle',
    section: 'expect',
    advanced: true,
    default: true,
    help: 'If off, answers without it are also accepted. Old servers send such answers, but an attacker on the network can forge them.',
  },
  familyField,
];

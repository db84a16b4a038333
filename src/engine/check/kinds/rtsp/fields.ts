/** The fields of an RTSP endpoint: their schemas and their form fields. */
import { z } from 'zod';
import type { FormField } from '../../../../contract/descriptor.ts';
import { accepts } from '../../../base/accepts.ts';
import { acceptedStatusField, acceptedStatusSchema } from '../../fields/accepted-status.ts';
import { passwordField, passwordSchema, usernameField, usernameSchema } from '../../fields/credentials.ts';
import { lazily } from '../../fields/lazily.ts';
import { urlConnectionFields, urlConnectionSchemas, urlField, urlSchema } from '../../fields/url-service.ts';

const METHODS = ['DESCRIBE', 'OPTIONS'] as const;

export const rtspSchema = lazily(() =>
  z.object({
    url: urlSchema(['rtsp', 'rtsps']),
    method: accepts('oneOf', { options: METHODS }, z.enum(METHODS)).default('DESCRIBE'),
    username: usernameSchema(),
    password: passwordSchema(),
    acceptedStatus: acceptedStatusSchema('rtsp.acceptedStatus'),
    ...urlConnectionSchemas(),
  }),
);

export type RtspFields = z.output<typeof rtspSchema>;

export const rtspForm: readonly FormField[] = [
  urlField('rtsp://camera.example.org/stream1'),
  {
    name: 'method',
    label: 'Method',
    type: 'select',
    section: 'request',
    default: 'DESCRIBE',
    options: [
      { value: 'DESCRIBE', label: 'DESCRIBE' },
      { value: 'OPTIONS', label: 'OPTIONS' },
    ],
    help: 'DESCRIBE asks for the tracks of the stream, and the check fails if there are none. OPTIONS only asks whether the server answers.',
  },
  { ...usernameField, section: 'auth' },
  { ...passwordField, section: 'auth' },
  acceptedStatusField('200-299,401'),
  ...urlConnectionFields,
];

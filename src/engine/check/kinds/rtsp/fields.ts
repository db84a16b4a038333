/** The fields of an RTSP endpoint: their schemas and their form fields. */
import { z } from 'zod';
import type { FormField } from '../../../../contract/descriptor.ts';
import { accepts } from '../../../base/accepts.ts';
import { toggleSchema } from '../../common.ts';
import { acceptedStatusSchema } from '../../fields/accepted-status.ts';
import { passwordField, passwordSchema, usernameField, usernameSchema } from '../../fields/credentials.ts';
import { familyField, familySchema } from '../../fields/family.ts';
import { lazily } from '../../fields/lazily.ts';
import { verifyTlsField } from '../../fields/tls.ts';
import { trustedCertificatesField, trustedCertificatesSchema } from '../../fields/trusted-certificates.ts';
import { urlField, urlSchema } from '../../fields/url-service.ts';

const METHODS = ['DESCRIBE', 'OPTIONS'] as const;

export const rtspSchema = lazily(() =>
  z.object({
    url: urlSchema(['rtsp', 'rtsps']),
    method: accepts('oneOf', { options: METHODS }, z.enum(METHODS)).default('DESCRIBE'),
    username: usernameSchema(),
    password: passwordSchema(),
    acceptedStatus: acceptedStatusSchema('rtsp.acceptedStatus'),
    verifyTls: toggleSchema().default(true),
    trustedCertificates: trustedCertificatesSchema(),
    family: familySchema(),
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
  {
    name: 'acceptedStatus',
    label: 'Accepted status',
    type: 'text',
    section: 'expect',
    default: '200-299',
    help: 'Status codes and ranges, such as 200-299,401. Other codes are a failure.',
  },
  { ...verifyTlsField, section: 'tls' },
  { ...trustedCertificatesField, section: 'tls' },
  { ...familyField, section: 'connection' },
];

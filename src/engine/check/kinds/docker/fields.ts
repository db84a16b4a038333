/** The fields of a Docker endpoint: their schemas and their form fields. */
import { z } from 'zod';
import type { FormField } from '../../../../contract/descriptor.ts';
import { accepts, acceptsOwn } from '../../../base/accepts.ts';
import { toggleSchema } from '../../common.ts';
import { familyField, familySchema } from '../../fields/family.ts';
import { verifyTlsField } from '../../fields/tls.ts';
import { trustedCertificatesField, trustedCertificatesSchema } from '../../fields/trusted-certificates.ts';
import { DEFAULT_SERVER, parseDockerAddress } from './address.ts';
import { lazily } from '../../fields/lazily.ts';

const MAX_NAME = 255;
const HEALTH = ['notUnhealthy', 'healthy', 'any'] as const;

export const dockerSchema = lazily(() =>
  z.object({
    container: acceptsOwn(
      'docker.container',
      z
        .string()
        .trim()
        .max(MAX_NAME)
        .regex(/^[a-z0-9][\w.-]*$/iu),
      { max: MAX_NAME },
    ),
    server: acceptsOwn(
      'docker.server',
      z
        .string()
        .trim()
        .max(300)
        .refine((text) => parseDockerAddress(text) !== null),
    ).default(DEFAULT_SERVER),
    health: accepts('oneOf', { options: HEALTH }, z.enum(HEALTH)).default('notUnhealthy'),
    stats: toggleSchema().default(true),
    verifyTls: toggleSchema().default(true),
    trustedCertificates: trustedCertificatesSchema(),
    family: familySchema(),
  }),
);

export type DockerFields = z.output<typeof dockerSchema>;

export const dockerForm: readonly FormField[] = [
  {
    name: 'container',
    label: 'Container',
    type: 'text',
    section: 'target',
    required: true,
    placeholder: 'shop-db',
    help: 'The name or the ID of the container.',
  },
  {
    name: 'server',
    label: 'Docker API',
    type: 'text',
    section: 'target',
    default: DEFAULT_SERVER,
    placeholder: 'tcp://docker.example.org:2375',
    help: 'A Unix socket (unix://), a named pipe (npipe://), or a host (tcp:// or https://).',
  },
  {
    name: 'health',
    label: 'Health',
    type: 'select',
    section: 'expect',
    default: 'notUnhealthy',
    options: [
      { value: 'notUnhealthy', label: 'Must not be unhealthy' },
      { value: 'healthy', label: 'Must be healthy' },
      { value: 'any', label: 'Ignored' },
    ],
    help: "What the container's own health check must say. A container without a health check is neither healthy nor unhealthy.",
  },
  {
    name: 'stats',
    label: 'Memory and CPU',
    type: 'toggle',
    section: 'request',
    advanced: true,
    default: true,
    help: 'If off, the check asks only for the state of the container.',
  },
  verifyTlsField,
  trustedCertificatesField,
  familyField,
];

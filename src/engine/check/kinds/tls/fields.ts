/** The fields of a TLS endpoint: their schemas and their form fields. */
import { z } from 'zod';
import type { FormField } from '../../../../contract/descriptor.ts';
import { acceptsOwn } from '../../../base/accepts.ts';
import { durationSchema, toggleSchema } from '../../common.ts';
import { familyField, familySchema } from '../../fields/family.ts';
import { hostField, hostSchema, portField, portSchema } from '../../fields/host.ts';
import { starttlsField, starttlsSchema } from '../../fields/starttls.ts';
import { verifyTlsField } from '../../fields/tls.ts';
import { trustedCertificatesField, trustedCertificatesSchema } from '../../fields/trusted-certificates.ts';
import { ipVersion } from '../../net/ip-version.ts';
import { lazily } from '../../fields/lazily.ts';

const DAY_MS = 86_400_000;
/** Certificates of authorities live for decades. */
const BEFORE = [1, 36_500 * DAY_MS] as const;
const WARN_BEFORE_MS = 14 * DAY_MS;
const HTTPS_PORT = 443;

function serverNameSchema() {
  return acceptsOwn(
    'tls.serverName',
    z
      .string()
      .max(253)
      .transform((text) => text.trim().toLowerCase())
      .refine((name) => name === '' || (ipVersion(name) === 0 && /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/u.test(name))),
  );
}

export const tlsSchema = lazily(() =>
  z.object({
    host: hostSchema(),
    port: portSchema().default(HTTPS_PORT),
    starttls: starttlsSchema(),
    warnBefore: durationSchema(BEFORE).nullable().default(WARN_BEFORE_MS),
    failBefore: durationSchema(BEFORE).nullable().default(null),
    serverName: serverNameSchema().default(''),
    verifyTls: toggleSchema().default(true),
    trustedCertificates: trustedCertificatesSchema(),
    family: familySchema(),
  }),
);

export type TlsFields = z.output<typeof tlsSchema>;

export const tlsForm: readonly FormField[] = [
  hostField('www.example.org'),
  portField(HTTPS_PORT),
  starttlsField('The protocol whose command begins TLS on a port that is not encrypted from the start.'),
  {
    name: 'warnBefore',
    label: 'Warn before expiry',
    type: 'duration',
    section: 'expect',
    min: BEFORE[0],
    max: BEFORE[1],
    default: WARN_BEFORE_MS,
    help: 'The endpoint is degraded when a certificate that the server sends expires within this time. If empty, it is not.',
  },
  {
    name: 'failBefore',
    label: 'Fail before expiry',
    type: 'duration',
    section: 'expect',
    min: BEFORE[0],
    max: BEFORE[1],
    default: null,
    help: 'The check fails when a certificate that the server sends expires within this time. If empty, it fails once one has expired.',
  },
  {
    name: 'serverName',
    label: 'Server name',
    type: 'text',
    section: 'tls',
    advanced: true,
    default: '',
    placeholder: 'www.example.org',
    help: 'The name to ask for (SNI), which the certificate must be for. If empty, it is the host.',
  },
  { ...verifyTlsField, section: 'tls' },
  { ...trustedCertificatesField, section: 'tls' },
  familyField,
];

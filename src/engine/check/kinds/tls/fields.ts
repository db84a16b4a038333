/** The fields of a TLS endpoint: their schemas and their form fields. */
import { z } from 'zod';
import type { FormField } from '../../../../contract/descriptor.ts';
import { acceptsOwn } from '../../../base/accepts.ts';
import { toggleSchema } from '../../common.ts';
import { familyField, familySchema } from '../../fields/family.ts';
import { hostField, hostSchema, portField, portSchema } from '../../fields/host.ts';
import { starttlsField, starttlsSchema } from '../../fields/starttls.ts';
import { verifyTlsField } from '../../fields/tls.ts';
import { trustedCertificatesField, trustedCertificatesSchema } from '../../fields/trusted-certificates.ts';
import { ipVersion } from '../../net/address/ip-version.ts';
import { lazily } from '../../fields/lazily.ts';
import { CERTIFICATE_EXPIRY, expiryFields, expirySchemas } from '../../fields/expiry.ts';

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
    ...expirySchemas(CERTIFICATE_EXPIRY),
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
  ...expiryFields(CERTIFICATE_EXPIRY, {
    warnBefore: 'The endpoint is degraded when a certificate that the server sends expires',
    failBefore: 'The check fails when a certificate that the server sends expires',
    ended: 'one has expired',
  }),
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

/** The fields of a domain endpoint: their schemas and their form fields. */
import { domainToASCII } from 'node:url';
import { z } from 'zod';
import type { FormField } from '../../../../contract/descriptor.ts';
import { acceptsOwn } from '../../../base/accepts.ts';
import { toggleSchema } from '../../common.ts';
import { familyField, familySchema } from '../../fields/family.ts';
import { proxyFields, proxySchemas } from '../../fields/proxy.ts';
import { verifyTlsField } from '../../fields/tls.ts';
import { trustedCertificatesField, trustedCertificatesSchema } from '../../fields/trusted-certificates.ts';
import { lazily } from '../../fields/lazily.ts';
import { DAY_MS, expiryFields, expirySchemas, type Expiry } from '../../fields/expiry.ts';

const EXPIRY: Expiry = { most: 3_650 * DAY_MS, warnBefore: 30 * DAY_MS, failBefore: 7 * DAY_MS };

const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/u;

const domainNameSchema = () =>
  acceptsOwn(
    'domain.name',
    z
      .string()
      .max(300)
      .transform((text, context) => {
        // Names beyond ASCII are converted as in RFC 5891.
        const name = domainToASCII(text.trim().replace(/\.$/u, '')).toLowerCase();
        const labels = name.split('.');
        const isDomain = labels.length > 1 && name.length < 254 && labels.every((label) => LABEL.test(label));
        // Numbers only at the end is an address.
        if (isDomain && !/^\d+$/u.test(labels.at(-1) ?? '')) return name;
        context.addIssue({ code: 'custom' });
        return z.NEVER;
      }),
  );

const serverSchema = () =>
  acceptsOwn(
    'domain.server',
    z
      .string()
      .max(2_000)
      .transform((text, context) => {
        const trimmed = text.trim();
        if (trimmed === '') return '';
        const url = URL.canParse(trimmed) ? new URL(trimmed) : null;
        if (url !== null && /^https?:$/u.test(url.protocol) && url.username === '' && url.password === '') {
          url.hash = '';
          url.search = '';
          return url.href.endsWith('/') ? url.href : `${url.href}/`;
        }
        context.addIssue({ code: 'custom' });
        return z.NEVER;
      }),
  );

export const domainSchema = lazily(() =>
  z.object({
    domain: domainNameSchema(),
    ...expirySchemas(EXPIRY),
    server: serverSchema().default(''),
    verifyTls: toggleSchema().default(true),
    trustedCertificates: trustedCertificatesSchema(),
    family: familySchema(),
    ...proxySchemas(),
  }),
);

export type DomainFields = z.output<typeof domainSchema>;

export const domainForm: readonly FormField[] = [
  {
    name: 'domain',
    label: 'Domain',
    type: 'text',
    section: 'target',
    required: true,
    placeholder: 'example.org',
    help: 'The domain as it is registered, without names below it such as www.',
  },
  ...expiryFields(EXPIRY, {
    warnBefore: 'The endpoint is degraded when the registration ends',
    failBefore: 'The check fails when the registration ends',
    ended: 'it has ended',
  }),
  {
    name: 'server',
    label: 'RDAP server',
    type: 'text',
    section: 'request',
    advanced: true,
    default: '',
    placeholder: 'https://rdap.example/',
    help: "The URL of the registry's RDAP server. If empty, Lookout takes it from IANA's list.",
  },
  verifyTlsField,
  trustedCertificatesField,
  familyField,
  ...proxyFields,
];

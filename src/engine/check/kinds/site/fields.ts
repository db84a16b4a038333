/** The fields of a site check. */
import { z } from 'zod';
import type { FormField } from '../../../../contract/descriptor.ts';
import { accepts, acceptsOwn } from '../../../base/accepts.ts';
import { textSchema, toggleSchema, wholeNumberSchema } from '../../common.ts';
import { connectionForm, connectionSchemas, refineConnection } from '../../http/connection-fields.ts';
import { lazily } from '../../fields/lazily.ts';
import { CERTIFICATE_EXPIRY, expiryFields, expirySchemas } from '../../fields/expiry.ts';

/** The effect of a finding on the endpoint. */
export const SEVERITIES = ['fail', 'warn', 'ignore'] as const;
export type Severity = (typeof SEVERITIES)[number];

const MAX_DEPTH = 5;
const MAX_PAGES = 500;
const MAX_IGNORED = 50;

const urlSchema = () =>
  acceptsOwn(
    'site.url',
    z
      .string()
      .max(8_000)
      .transform((text, context) => {
        const parsed = URL.canParse(text.trim()) ? new URL(text.trim()) : null;
        const isHttp = parsed?.protocol === 'http:' || parsed?.protocol === 'https:';
        if (isHttp && parsed.username === '' && parsed.password === '') {
          parsed.hash = '';
          return parsed.href;
        }
        context.addIssue({ code: 'custom' });
        return z.NEVER;
      }),
  );

function severitySchema(preset: Severity) {
  return accepts('oneOf', { options: SEVERITIES }, z.enum(SEVERITIES)).default(preset);
}

const fields = lazily(() =>
  z.object({
    url: urlSchema(),
    depth: wholeNumberSchema(0, MAX_DEPTH).default(1),
    maxLinks: wholeNumberSchema(1, MAX_PAGES).default(50),
    otherSites: toggleSchema().default(false),
    ignore: acceptsOwn('site.ignore', z.array(textSchema(500)).max(MAX_IGNORED), { max: MAX_IGNORED }).default([]),
    brokenLinks: severitySchema('fail'),
    mixedContent: severitySchema('fail'),
    securityHeaders: severitySchema('warn'),
    robots: severitySchema('warn'),
    sitemap: severitySchema('warn'),
    ...expirySchemas(CERTIFICATE_EXPIRY),
    ...connectionSchemas(),
  }),
);

export const siteSchema = lazily(() => fields.superRefine(refineConnection));

export type SiteFields = z.output<typeof fields>;

function severityField(name: string, label: string, preset: Severity, help: string): FormField {
  return {
    name,
    label,
    type: 'select',
    section: 'expect',
    default: preset,
    options: [
      { value: 'fail', label: 'Failure' },
      { value: 'warn', label: 'Warning' },
      { value: 'ignore', label: 'Do not check' },
    ],
    help,
  };
}

export const siteForm: readonly FormField[] = [
  {
    name: 'url',
    label: 'URL',
    type: 'text',
    section: 'target',
    required: true,
    placeholder: 'https://www.example.org/',
    help: 'The page to begin with, usually the home page.',
  },
  {
    name: 'depth',
    label: 'Depth',
    type: 'number',
    section: 'request',
    min: 0,
    max: MAX_DEPTH,
    default: 1,
    help: 'Lookout reads pages up to this many links away from the first page, and checks their links; 0 to 5. With 0, it reads only the first page.',
  },
  {
    name: 'maxLinks',
    label: 'Max links',
    type: 'number',
    section: 'request',
    min: 1,
    max: MAX_PAGES,
    default: 50,
    help: 'The maximum number of links that one check requests; 1 to 500. Further links are not checked.',
  },
  {
    name: 'otherSites',
    label: 'Links to other sites',
    type: 'toggle',
    section: 'request',
    advanced: true,
    default: false,
    help: 'If on, links to other sites are requested too. Their own links are not.',
  },
  {
    name: 'ignore',
    label: 'Ignored links',
    type: 'list',
    section: 'request',
    advanced: true,
    default: [],
    placeholder: '/logout, /print/',
    help: 'Links that contain one of these texts are not requested.',
  },
  severityField(
    'brokenLinks',
    'Broken links',
    'fail',
    'Links and files of the site that cannot be loaded, or answer with a status of 400 or more.',
  ),
  severityField(
    'mixedContent',
    'Mixed content',
    'fail',
    'Files and forms without encryption on an https page. Browsers block them or warn about them.',
  ),
  severityField(
    'securityHeaders',
    'Security headers',
    'warn',
    'Strict-Transport-Security, Content-Security-Policy, X-Content-Type-Options, Referrer-Policy and X-Frame-Options.',
  ),
  severityField(
    'robots',
    'robots.txt',
    'warn',
    'A robots.txt that is missing or invalid, or that blocks every crawler.',
  ),
  severityField(
    'sitemap',
    'Sitemap',
    'warn',
    'A sitemap that is missing, invalid or empty. Its address is in robots.txt; if not, Lookout tries /sitemap.xml.',
  ),
  ...expiryFields(CERTIFICATE_EXPIRY, {
    warnBefore: 'The site is degraded when a certificate of its chain expires',
    failBefore: 'The check fails when a certificate of its chain expires',
    ended: 'one has expired',
  }),
  ...connectionForm,
];

import { hostOf } from '../../fields/host.ts';
import type { CheckKind } from '../../kind.ts';
import { proxyCredentials } from '../../fields/proxy.ts';
import { proxyDetail, remoteAddressDetail, tlsDetail } from '../../net/probe/details.ts';
import { connectPhase, dnsPhase, proxyPhase, tlsPhase, transferPhase, waitPhase } from '../../net/probe/phases.ts';
import { siteFailures, siteIssues } from './failures.ts';
import { siteForm, siteSchema, type SiteFields } from './fields.ts';

/** A whole site: its links, its certificate, its headers, and what crawlers read. */
export const site: CheckKind<SiteFields> = {
  kind: 'site',
  title: 'Site',
  description:
    'Looks for broken links, mixed content, missing security headers, and problems with the certificate, robots.txt and sitemap.',
  category: 'web',
  schema: siteSchema,
  form: siteForm,
  defaults: { interval: 3_600_000, timeout: 120_000 },
  phases: [
    dnsPhase,
    connectPhase,
    proxyPhase,
    tlsPhase,
    waitPhase,
    transferPhase,
    { name: 'crawl', label: 'Links', role: 'other' },
  ],
  metrics: [
    { name: 'pages', label: 'Pages read', unit: 'count', charted: false },
    { name: 'links', label: 'Links checked', unit: 'count', charted: false },
    { name: 'brokenLinks', label: 'Broken links', unit: 'count', charted: true },
  ],
  details: [
    { name: 'status', label: 'HTTP status', format: 'number', brief: true },
    remoteAddressDetail,
    proxyDetail,
    { name: 'brokenLinks', label: 'Broken links', format: 'list' },
    { name: 'mixedContent', label: 'Mixed content', format: 'list' },
    { name: 'missingHeaders', label: 'Missing security headers', format: 'list' },
    { name: 'uncheckedLinks', label: 'Links not checked', format: 'number' },
    { name: 'sitemapUrls', label: 'URLs in the sitemap', format: 'number' },
    tlsDetail,
  ],
  failures: siteFailures,
  issues: siteIssues,
  placeholders: [
    { name: 'STATUS', meaning: 'the HTTP status of the first page' },
    { name: 'BROKEN_LINKS', meaning: 'how many links are broken' },
  ],
  triedAgainst: 'nginx',
  pasteExamples: ['site:https://www.example.org/'],
  example: {
    kind: 'site',
    name: 'Our site',
    url: 'https://www.example.org/',
    interval: '6h',
    depth: 2,
    ignore: ['/logout'],
  },
  target: ({ url }) => `site:${url}`,
  host: ({ url }) => hostOf(new URL(url)),
  parse: (text) => (/^site:https?:\/\//iu.test(text) ? { kind: 'site', url: text.slice('site:'.length) } : null),
  derivedSecrets: (given) => [proxyCredentials(given)],
  load: () => import('./run.ts'),
};

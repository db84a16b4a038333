/** Site checks against Debian's nginx with a small site. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certificates, OPENSSL_PACKAGES, type Certificates } from '../../../../../test/servers/certificates.ts';
import { NGINX_PACKAGES, startNginx, type Nginx } from '../../../../../test/servers/nginx.ts';
import { available } from '../../../../../test/servers/process.ts';
import { startRaw } from '../../../../../test/servers/raw.ts';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { parseEndpoint } from '../../registry.ts';
import { checkOnce } from '../../testing/check-once.ts';
import { texts } from '../../testing/texts.ts';

const { skip, reason } = available({ ...NGINX_PACKAGES, ...OPENSSL_PACKAGES });

const FILES = {
  'index.html':
    '<h1>Home</h1><a href="a.html?x=1&amp;y=2">A</a> <a href="/a.html#part">A</a> <a href="mailto:a@b.example">Mail</a>',
  'a.html': '<a href="/b.html">B</a><img src="/missing.png"><a href="/status/503">down</a>',
  'b.html': '<a href="/index.html">Home</a><a href="/gone.html">gone</a>',
  'mixed.html':
    '<img src="http://cdn.example/a.png"><form action="http://cdn.example/form"></form><a href="http://fine.example/">link</a><!-- <img src="http://no.example/"> -->',
  'secure.html': '<p>Nothing to complain about</p>',
  'robots.txt': 'User-agent: *\nDisallow: /private\nSitemap: /map.xml\n',
  'map.xml': '<?xml version="1.0"?><urlset xmlns="x"><url><loc>https://localhost/index.html</loc></url></urlset>',
};
const QUIET = { securityHeaders: 'ignore', robots: 'ignore', sitemap: 'ignore' };

describe.skipIf(skip)(`against nginx${reason}`, () => {
  let files: Certificates;
  let nginx: Nginx;

  beforeAll(async () => {
    files = await certificates();
    nginx = await startNginx(files, FILES);
  });

  afterAll(async () => {
    await nginx?.dispose();
    await files?.dispose();
  });

  const base = (site: 'http' | 'https') => `${site}://localhost:${nginx.ports[site]}`;
  const check = (site: 'http' | 'https', path: string, fields: Omit<EndpointInput, 'kind'> = {}) =>
    checkOnce({ kind: 'site', url: `${base(site)}${path}`, caCertificates: files.authority, ...fields });

  it('finds nothing wrong with a good site', async () => {
    const { failure, warning, details, metrics, phases } = await check('https', '/secure.html');
    expect({ failure, warning }).toEqual({ failure: null, warning: undefined });
    expect(metrics).toEqual({ pages: 1, links: 0, brokenLinks: 0 });
    expect(details).toMatchObject({ status: 200, sitemapUrls: 1, tls: { authorized: true } });
    expect(Object.keys(phases)).toEqual(['dns', 'connect', 'tls', 'wait', 'transfer', 'crawl']);
  });

  it.each([
    [0, [], { pages: 1, links: 2, brokenLinks: 0 }],
    [1, ['404 B/missing.png (B/a.html)', '503 B/status/503 (B/a.html)'], { pages: 3, links: 5, brokenLinks: 2 }],
    [
      2,
      ['404 B/gone.html (B/b.html)', '404 B/missing.png (B/a.html)', '503 B/status/503 (B/a.html)'],
      { pages: 4, links: 6, brokenLinks: 3 },
    ],
  ])('finds broken links %i deep', async (depth, broken, metrics) => {
    const outcome = await check('http', '/index.html', { depth, ...QUIET });
    // A page that is named with and without a query is two pages.
    const lines = (outcome.details['brokenLinks'] ?? []) as readonly string[];
    const short = new Set(lines.map((line) => line.replaceAll(base('http'), 'B').replace('?x=1&y=2', '')));
    expect([...short].toSorted()).toEqual(broken);
    expect(outcome.metrics).toEqual(metrics);
    expect(outcome.failure?.code ?? null).toBe(broken.length === 0 ? null : 'site.brokenLinks');
  });

  it('warns or is silent about broken links when asked to, and skips ignored ones', async () => {
    const warned = await check('http', '/a.html', { brokenLinks: 'warn', depth: 0, ...QUIET });
    expect(warned.failure).toBeNull();
    expect(warned.warning && texts.failure(warned.warning, 'site')).toMatch(
      /^2 links are broken, first: \S+\/missing\.png on \S+\/a\.html \(status 404\)\.$/u,
    );
    expect((await check('http', '/a.html', { brokenLinks: 'ignore', ...QUIET })).metrics).not.toHaveProperty(
      'brokenLinks',
    );
    const ignored = await check('http', '/a.html', { ignore: ['missing', '/status/'], depth: 0, ...QUIET });
    expect(ignored.failure).toBeNull();
  });

  it('checks no more links than allowed, and says how many are left', async () => {
    const { details, metrics } = await check('http', '/a.html', { maxLinks: 1, depth: 0, ...QUIET });
    expect(metrics['links']).toBe(1);
    expect(details['uncheckedLinks']).toBe(2);
  });

  it('requests other sites only when asked to', async () => {
    const fields = { depth: 0, mixedContent: 'ignore', ...QUIET, resolver: '127.0.0.1:9' };
    expect((await check('http', '/mixed.html', fields)).metrics['links']).toBe(0);
  });

  it('finds mixed content on encrypted pages only', async () => {
    const { failure, details } = await check('https', '/mixed.html', QUIET);
    expect(failure?.message).toBe(
      `The https pages load or submit 2 URLs without encryption, first: http://cdn.example/a.png on ${base('https')}/mixed.html.`,
    );
    expect(details['mixedContent']).toHaveLength(2);
    expect((await check('http', '/mixed.html', QUIET)).failure).toBeNull();
  });

  it('names missing security headers', async () => {
    const { warning, details } = await check('https', '/b.html', { depth: 0, brokenLinks: 'ignore' });
    expect(warning).toMatchObject({ code: 'site.headers' });
    expect(details['missingHeaders']).toEqual([
      'Strict-Transport-Security',
      'Content-Security-Policy',
      'X-Content-Type-Options',
      'Referrer-Policy',
      'X-Frame-Options',
    ]);
    const strict = await check('https', '/b.html', { depth: 0, brokenLinks: 'ignore', securityHeaders: 'fail' });
    expect(strict.failure?.message).toMatch(/^Security headers are missing or weak: Strict-Transport-Security, /u);
  });

  it('warns of a certificate that expires soon', async () => {
    const { failure, warning } = await check('https', '/secure.html', { warnBefore: '36000d' });
    expect(failure).toBeNull();
    expect(warning && texts.failure(warning, 'site')).toMatch(
      /^A certificate of the chain \(CN=\w+\) expires on Dec 31, 2048, in less than/u,
    );
    const failed = await check('https', '/secure.html', { failBefore: '36000d' });
    expect(failed.failure).toMatchObject({ code: 'site.expiresSoon', phase: 'tls' });
    const expired = await checkOnce({ kind: 'site', url: `https://localhost:${nginx.ports.expired}/` });
    expect(expired.failure?.code).toBe('tls.expired');
  });

  it('reports a first page that is not there', async () => {
    expect((await check('http', '/gone.html')).failure).toMatchObject({ code: 'http.status', params: { status: 404 } });
  });
});

/** Answers by path; other paths are missing. */
function siteOf(pages: Readonly<Record<string, string>>, type = 'text/plain') {
  return startRaw((socket) =>
    socket.once('data', (data) => {
      const path = /^GET (\S+)/u.exec(data.toString())?.[1] ?? '';
      const body = path === '/' ? 'home' : pages[path];
      const head = body === undefined ? '404 Not Found' : '200 OK';
      socket.end(
        `HTTP/1.1 ${head}\r\nContent-Type: ${type}\r\nContent-Length: ${(body ?? '').length}\r\n\r\n${body ?? ''}`,
      );
    }),
  );
}

it.each([
  [{}, 'site.robots', 'robots.txt cannot be read (status 404).'],
  [
    { '/robots.txt': 'User-agent: *\nDisallow: /' },
    'site.robots',
    'robots.txt blocks every crawler from the whole site.',
  ],
  [{ '/robots.txt': '<!doctype html>' }, 'site.robots', 'The content of robots.txt is not a valid robots.txt file.'],
  [{ '/robots.txt': 'User-agent: *' }, 'site.sitemap', 'The sitemap BASE/sitemap.xml cannot be read (status 404).'],
  [{ '/robots.txt': 'Sitemap: /m', '/m': 'x' }, 'site.sitemap', 'The content of BASE/m is not a sitemap.'],
  [{ '/robots.txt': 'Sitemap: /m', '/m': '<urlset ></urlset>' }, 'site.sitemap', 'The sitemap BASE/m is empty.'],
])('with %j warns of %s', async (pages, code, message) => {
  const server = await siteOf(pages);
  const base = `http://127.0.0.1:${server.port}`;
  const { failure, warning } = await checkOnce({ kind: 'site', url: `${base}/`, securityHeaders: 'ignore' });
  await server.dispose();
  expect(failure).toBeNull();
  expect(warning?.code).toBe(code);
  expect(warning && texts.failure(warning, 'site')).toBe(message.replace('BASE', base));
});

it.each([
  [{ url: 'example.org' }, 'URL must be an http or https URL'],
  [{ depth: 9 }, 'Depth must be a whole number from 0 to 5'],
  [{ maxLinks: 0 }, 'Max links must be a whole number from 1 to 500'],
  [{ brokenLinks: 'maybe' }, 'Broken links must be fail, warn, or ignore'],
])('refuses %j', (fields, message) => {
  const parsed = parseEndpoint({ kind: 'site', url: 'https://www.example.org/', ...fields });
  expect(parsed.ok ? '' : parsed.issues.map((issue) => texts.issueInFull(issue)).join(' ')).toContain(message);
});

/** One check of a site. */
import { STATUS_CODES } from '../../../base/node-http.ts';
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import type { Failure } from '../../../../contract/model/failure.ts';
import type { TlsDetails } from '../../../../contract/model/check.ts';
import { resolverFor } from '../../net/dns/own-resolver.ts';
import { textOf, type Answer } from '../../http/exchange.ts';
import type { CheckContext, KindOutcome } from '../../kind.ts';
import { cut } from '../../../base/cut.ts';
import { conductCheck, type Probe } from '../../net/probe/probe.ts';
import { aside, crawl, isExpected, readReferences, request, type Visited } from './crawl.ts';
import { siteFailure } from './failures.ts';
import type { Severity, SiteFields } from './fields.ts';
import { missingHeaders } from './headers.ts';
import { readRobots, readSitemap } from './robots.ts';

/** Entries of a list in the details. */
const LISTED = 50;
const URL_CHARACTERS = 300;

interface Finding {
  readonly severity: Severity;
  readonly failure: Failure;
}

/** Reads the first page, then everything that it links to. */
export function run(fields: SiteFields & Pick<CommonConfig, 'timeout'>, context: CheckContext): Promise<KindOutcome> {
  const resolver = resolverFor(fields, context.resolver);
  return conductCheck({ ...context, resolver }, fields.timeout, async (probe) => {
    const url = new URL(fields.url);
    const { answer, home } = await firstPage(probe, fields, url);
    probe.observed['STATUS'] = answer.status;
    const { status } = answer;
    if (status >= 400 && !probe.wanted.has('STATUS')) {
      return siteFailure('http.status', { status, name: STATUS_CODES[status] ?? null, accepted: '100-399' });
    }
    const page: Visited = { url: home.href, status, references: await readReferences(answer, home, probe.signal) };
    probe.watch.enter('crawl');
    const findings = [
      ...expiryOf(probe.details.tls, fields),
      ...headerFindings(probe, answer, home, fields),
      ...(await linkFindings(probe, page, fields)),
      ...(await crawlerFindings(probe, home, fields)),
    ];
    const warning = findings.find(({ severity }) => severity === 'warn');
    if (warning !== undefined) probe.warning = warning.failure;
    return findings.find(({ severity }) => severity === 'fail')?.failure ?? null;
  });
}

/**
 * Adds the important parts of the first answer to the details. @returns the answer, and the URL to which redirects have
 * led
 */
async function firstPage(probe: Probe, fields: SiteFields, url: URL): Promise<{ answer: Answer; home: URL }> {
  const inner: Probe = { ...probe, details: {} };
  try {
    const answer = await request(inner, fields, url);
    const redirects = inner.details['redirects'] as readonly { readonly url: string }[] | undefined;
    return { answer, home: new URL(redirects?.at(-1)?.url ?? url) };
  } finally {
    const noted = NOTED.map((name) => [name, inner.details[name]] as const);
    Object.assign(probe.details, Object.fromEntries(noted.filter(([, value]) => value !== undefined)));
  }
}

const NOTED = ['status', 'remoteAddress', 'proxy', 'tls'] as const;

function expiryOf(tls: TlsDetails | undefined, { warnBefore, failBefore }: SiteFields): readonly Finding[] {
  const [first] = (tls?.chain ?? []).toSorted((a, b) => a.validTo - b.validTo);
  if (first === undefined) return [];
  const left = first.validTo - Date.now();
  const finding = (severity: Severity, limitMs: number): readonly Finding[] => {
    const { subject, validTo: expiresOn } = first;
    return [{ severity, failure: siteFailure('site.expiresSoon', { subject, expiresOn, limitMs }, { phase: 'tls' }) }];
  };
  if (failBefore !== null && left < failBefore) return finding('fail', failBefore);
  return warnBefore !== null && left < warnBefore ? finding('warn', warnBefore) : [];
}

function headerFindings(probe: Probe, answer: Answer, home: URL, { securityHeaders }: SiteFields): readonly Finding[] {
  if (securityHeaders === 'ignore') return [];
  const names = missingHeaders(answer.headers, home.protocol === 'https:');
  if (names.length === 0) return [];
  probe.details['missingHeaders'] = names;
  return [{ severity: securityHeaders, failure: siteFailure('site.headers', { names }) }];
}

async function linkFindings(probe: Probe, first: Visited, fields: SiteFields): Promise<readonly Finding[]> {
  const { details, metrics, observed } = probe;
  const crawls = fields.brokenLinks !== 'ignore' || fields.mixedContent !== 'ignore';
  const { visited, left } = crawls
    ? await crawl(probe, fields, first)
    : { visited: new Map([[first.url, first]]), left: 0 };
  const pages = [...visited.values()].filter((page) => page.url === first.url || page.references.length > 0);
  metrics['pages'] = pages.length;
  metrics['links'] = visited.size - 1;
  if (left > 0) details['uncheckedLinks'] = left;
  const findings: Finding[] = [];
  const short = (url: string) => cut(url, URL_CHARACTERS);

  const pageOf = (url: string) =>
    pages.find((page) => page.references.some((one) => one.url === url))?.url ?? first.url;
  const broken = [...visited.values()].filter(
    ({ url, status }) => url !== first.url && (status === null || status >= 400),
  );
  if (fields.brokenLinks !== 'ignore') {
    metrics['brokenLinks'] = broken.length;
    observed['BROKEN_LINKS'] = broken.length;
    const lines = broken.map(({ url, status }) => `${status ?? '–'} ${short(url)} (${short(pageOf(url))})`);
    if (lines.length > 0) details['brokenLinks'] = lines.slice(0, LISTED);
    const [one] = broken;
    if (one !== undefined) {
      const params = { count: broken.length, url: short(one.url), page: short(pageOf(one.url)), status: one.status };
      findings.push({ severity: fields.brokenLinks, failure: siteFailure('site.brokenLinks', params) });
    }
  }

  if (fields.mixedContent !== 'ignore') {
    const mixed = pages
      .filter(({ url }) => url.startsWith('https:'))
      .flatMap(({ url: page, references }) =>
        references
          .filter(({ type, url }) => type !== 'link' && url.startsWith('http:'))
          .map(({ url }) => ({ url, page })),
      );
    const lines = mixed.map(({ url, page }) => `${short(url)} (${short(page)})`);
    if (lines.length > 0) details['mixedContent'] = lines.slice(0, LISTED);
    const [one] = mixed;
    if (one !== undefined) {
      const params = { count: mixed.length, url: short(one.url), page: short(one.page) };
      findings.push({ severity: fields.mixedContent, failure: siteFailure('site.mixedContent', params) });
    }
  }
  return findings;
}

type Read = { readonly status: number; readonly text: string; readonly type: string } | null;

async function crawlerFindings(probe: Probe, home: URL, fields: SiteFields): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  let sitemaps: readonly string[] = [];
  if (fields.robots !== 'ignore' || fields.sitemap !== 'ignore') {
    const file = await read(probe, fields, new URL('/robots.txt', home));
    const robots = file === null || file.status !== 200 ? null : readRobots(file.text, file.type);
    sitemaps = robots?.sitemaps ?? [];
    const params =
      file === null
        ? { reason: 'unreachable' }
        : file.status !== 200
          ? { reason: 'status', status: file.status }
          : robots === null
            ? { reason: 'notText' }
            : robots.forbidsAll
              ? { reason: 'forbidsAll' }
              : null;
    if (params !== null && fields.robots !== 'ignore') {
      findings.push({ severity: fields.robots, failure: siteFailure('site.robots', params) });
    }
  }
  if (fields.sitemap === 'ignore') return findings;
  const [named = '/sitemap.xml'] = sitemaps;
  const url = URL.canParse(named, home.href) ? new URL(named, home) : new URL('/sitemap.xml', home);
  const file = await read(probe, fields, url);
  const urls = file === null || file.status !== 200 ? null : readSitemap(file.text);
  if (urls !== null) probe.details['sitemapUrls'] = urls.length;
  const reason =
    file === null
      ? 'unreachable'
      : file.status !== 200
        ? 'status'
        : urls === null
          ? 'notSitemap'
          : urls.length === 0
            ? 'empty'
            : null;
  if (reason !== null) {
    const status = reason === 'status' ? { status: file?.status ?? null } : {};
    const failure = siteFailure('site.sitemap', { reason, url: cut(url.href, URL_CHARACTERS), ...status });
    findings.push({ severity: fields.sitemap, failure });
  }
  return findings;
}

/** Null: there was no answer, or it cannot be read. */
async function read(probe: Probe, fields: SiteFields, url: URL): Promise<Read> {
  try {
    const answer = await request(aside(probe), fields, url);
    return {
      status: answer.status,
      text: await textOf(answer, probe.signal),
      type: answer.headers['content-type'] ?? '',
    };
  } catch (error) {
    if (!isExpected(error, probe)) throw error;
    return null;
  }
}

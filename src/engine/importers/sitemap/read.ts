/** Reads sitemaps (https://www.sitemaps.org/protocol.html). */
import { DOMParser, ParseError, type Document } from '@xmldom/xmldom';
import { issueOf } from '../../base/issues.ts';
import type { FoundEndpoint, ReadSources } from '../importer.ts';
import type { Source } from '../source.ts';
import { plainUrl } from '../web.ts';

/** The most pages in one sitemap of the protocol. */
const MAX_PAGES = 50_000;

export const read: ReadSources = (sources, { warn }) =>
  sources.flatMap((source): FoundEndpoint[] => {
    const document = parse(source);
    const locations = (parent: string) =>
      Array.from(document.getElementsByTagName(parent)).flatMap((element) => {
        const location = Array.from(element.getElementsByTagName('loc')).find((one) => one.parentNode === element);
        return location === undefined ? [] : [(location.textContent ?? '').trim()];
      });
    for (const file of locations('sitemap')) warn(source.name, 'sitemapindex', 'import.file', { file });
    return locations('url')
      .slice(0, MAX_PAGES)
      .map((url, index) => ({
        sourceId: `sitemap:${url}`,
        source: source.name,
        path: `urlset.url[${index}]`,
        entry: { kind: 'http', ...plainUrl(url), group: hostOf(url) },
      }));
  });

function parse(source: Source): Document {
  try {
    return new DOMParser({
      onError(level, message) {
        if (level === 'fatalError') throw new ParseError(message);
      },
    }).parseFromString(withoutPrefixes(source.text), 'text/xml');
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    throw source.error(issueOf('xml.invalid', '', { problem: error.message.split('\n')[0] ?? '' }));
  }
}

/** Some sitemaps use `xhtml:link` without its namespace, which the parser refuses. */
function withoutPrefixes(text: string): string {
  return text.replaceAll(/(<\/?)(?:[\w.-]+:)([\w.-]+)/gu, '$1$2');
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : '';
}

/** Reads HTTP archives (http://www.softwareishard.com/blog/har-12-spec/). */
import { isRecord } from '../../../shared/is-record.ts';
import { Fields } from '../fields.ts';
import type { FoundEndpoint, ReadContext, ReadSources } from '../importer.ts';
import { httpEntry } from '../request.ts';
import type { Source } from '../source.ts';

/** Headers that a browser adds by itself or for its cache. */
const OF_BROWSER =
  /^(?:sec-|if-|accept-language$|user-agent$|upgrade-insecure-requests$|pragma$|cache-control$|dnt$|priority$)/iu;

export const read: ReadSources = (sources, context) => sources.flatMap((source) => readArchive(source, context));

function readArchive(source: Source, { warn }: ReadContext): FoundEndpoint[] {
  const { data } = source;
  const log = isRecord(data) && isRecord(data['log']) ? data['log'] : {};
  const root = new Fields(source, 'log', log, warn);
  const seen = new Set<string>();
  return root.entries('entries').flatMap((entry): FoundEndpoint[] => {
    const request = entry.fields('request');
    const [method, url] = [request.text('method').toUpperCase() || 'GET', request.text('url')];
    const key = `${method} ${url}`;
    // Pages load the same file many times, and some entries are not requests.
    if (seen.has(key) || /^(?:data|blob|chrome-extension|about):/iu.test(url)) return [];
    seen.add(key);
    if (!/^https?:/iu.test(url)) {
      request.warn('url', 'import.noKind', { type: url.replace(/:.*$/su, '') });
      return [];
    }
    const post = request.fields('postData');
    const params = post.entries('params').map((param) => [param.text('name'), param.text('value')] as const);
    const mime = post.text('mimeType');
    const status = entry.fields('response').number('status') ?? 0;
    const made = httpEntry(
      {
        method,
        url,
        headers: request
          .entries('headers')
          .map((header) => [header.text('name'), header.text('value')] as const)
          .filter(([name]) => !OF_BROWSER.test(name)),
        ...(params.length > 0 ? { form: params } : { body: post.text('text') }),
        ...(mime.startsWith('multipart/') ? { bodyType: 'multipart' } : {}),
        ...(status >= 300 ? { more: { acceptedStatus: `200-299, ${status}`, followRedirects: false } } : {}),
      },
      request,
    );
    return made === null ? [] : [{ sourceId: `har:${key}`, source: source.name, path: entry.path, entry: made }];
  });
}

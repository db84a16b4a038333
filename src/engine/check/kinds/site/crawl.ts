/** Requests the pages and files of a site. */
import { FailureError } from '../../../base/failure-error.ts';
import { ENCODINGS } from '../../http/content-encoding.ts';
import { textOf, type Answer, type HttpRequest } from '../../http/exchange.ts';
import { sendAndFollow } from '../../http/send.ts';
import { toFailure } from '../../net/probe/failures.ts';
import { EvidenceNotes } from '../../net/probe/evidence.ts';
import type { Probe } from '../../net/probe/probe.ts';
import { Stopwatch } from '../../net/probe/stopwatch.ts';
import { USER_AGENT } from '../../net/connect/user-agent.ts';
import type { SiteFields } from './fields.ts';
import { referencesIn, type Reference } from './links.ts';

/** How many requests are sent at the same time. More would be a load test. */
const AT_ONCE = 4;
const MAX_BYTES = 1_000_000;

/** The result for one URL. */
export interface Visited {
  readonly url: string;
  /** Null: there was no answer. */
  readonly status: number | null;
  /** The references of the page; empty: it is not a page, or it was not read. */
  readonly references: readonly Reference[];
}

export interface Crawled {
  readonly visited: ReadonlyMap<string, Visited>;
  /** Links that were not requested, because there are too many. */
  readonly left: number;
}

/** Sends one request on the probe itself, or with a stopwatch of its own where several are under way. */
export function request(probe: Probe, fields: SiteFields, url: URL, whole = true): Promise<Answer> {
  const headers = ['Host', url.host, 'User-Agent', USER_AGENT, 'Accept', '*/*'];
  if (whole) headers.push('Accept-Encoding', ENCODINGS);
  const first: HttpRequest = { url, method: 'GET', headers, body: null };
  return sendAndFollow(probe, first, {
    ...fields,
    keepAlive: false,
    maxBytes: whole ? MAX_BYTES : 1,
    whole,
    followRedirects: true,
    maxRedirects: 10,
    secretHeaders: [],
    own: new URL(fields.url),
  });
}

/** A probe for one of several requests, with measurements and details of its own. */
export function aside(probe: Probe): Probe {
  const apart = { watch: new Stopwatch(), details: {}, metrics: {}, observed: {}, evidence: new EvidenceNotes() };
  return { ...probe, ...apart };
}

/** @param first the first page and its references */
export async function crawl(probe: Probe, fields: SiteFields, first: Visited): Promise<Crawled> {
  const home = new URL(first.url);
  const visited = new Map<string, Visited>([[first.url, first]]);
  const seen = new Set([first.url]);
  let level = [first];
  let requested = 0;
  let left = 0;
  for (let depth = 0; depth <= fields.depth && level.length > 0; depth += 1) {
    const targets = new Map<string, Reference>();
    for (const { url, type } of level.flatMap((page) => page.references)) {
      if (type === 'form' || seen.has(url) || !isWanted(new URL(url), home, fields)) continue;
      seen.add(url);
      if (requested + targets.size < fields.maxLinks) targets.set(url, { url, type });
      else left += 1;
    }
    requested += targets.size;
    // The links of the last level are requested, but not followed.
    const reads = depth < fields.depth;
    level = await inParallel([...targets.values()], ({ url, type }) =>
      visit(probe, fields, new URL(url), reads && type === 'link' && new URL(url).origin === home.origin),
    );
    for (const one of level) visited.set(one.url, one);
  }
  return { visited, left };
}

function isWanted(url: URL, home: URL, { otherSites, ignore }: SiteFields): boolean {
  if (ignore.some((text) => url.href.includes(text))) return false;
  return otherSites || url.origin === home.origin;
}

async function visit(probe: Probe, fields: SiteFields, url: URL, reads: boolean): Promise<Visited> {
  try {
    const answer = await request(aside(probe), fields, url, reads);
    const references = reads ? await readReferences(answer, url, probe.signal) : [];
    return { url: url.href, status: answer.status, references };
  } catch (error) {
    if (!isExpected(error, probe)) throw error;
    return { url: url.href, status: null, references: [] };
  }
}

/** Whether an error says that there is no answer. Others are bugs, or the deadline. */
export function isExpected(error: unknown, { signal }: Probe): boolean {
  return !signal.aborted && (error instanceof FailureError || toFailure(error, undefined) !== null);
}

/** The references of a page; empty: it is not HTML. */
export async function readReferences(answer: Answer, url: URL, signal: AbortSignal): Promise<readonly Reference[]> {
  if (!/html/iu.test(answer.headers['content-type'] ?? '')) return [];
  return referencesIn(await textOf(answer, signal), url);
}

async function inParallel<In, Out>(items: readonly In[], work: (item: In) => Promise<Out>): Promise<Out[]> {
  const results: Out[] = [];
  let next = 0;
  async function worker(): Promise<void> {
    for (let index = next++; index < items.length; index = next++) {
      const item = items[index];
      if (item !== undefined) results[index] = await work(item);
    }
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, worker));
  return results;
}

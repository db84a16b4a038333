/** `/status/NAME/` and the files in it: public status pages, which need no token. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { PublicStatus } from '../../contract/model/status-page.ts';
import { RequestError } from '../../engine/base/request-error.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Log } from '../../engine/ports.ts';
import { statusFile, type StatusFile } from '../../i18n/status-page/status-files.ts';
import { HTTP_STATUS, READING, refuse, refuseOtherMethod } from './responses.ts';
import { etagOf, hasTag } from './etag.ts';
import { texts } from '../base/texts.ts';

/** How old a page may be when it is sent, in milliseconds. */
const KEEP_MS = 5_000;
/** The most pages that are cached; a Lookout has at most as many. */
const MAX_KEPT = 100;
/** The large files, which are the same for all readers. Other files are cheap to make. */
const CACHED_FILES: ReadonlySet<string> = new Set(['', 'status.json']);
/** Smaller files are not compressed, in bytes. */
const LEAST_COMPRESSED = 2_000;
const PREFIX = '/status';
const CSP = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

export interface StatusRoutesOptions {
  readonly engine: Pick<Engine, 'request'>;
  readonly log: Log;
  /** The origin at which a reverse proxy serves the pages; null: readers use the address of this server. */
  readonly publicUrl?: string | null;
}

/** Whether a path, without the query, belongs to these routes. */
export function isStatusPath(path: string): boolean {
  return path === PREFIX || path.startsWith(`${PREFIX}/`);
}

export interface StatusRoutes {
  /** Answers a reader. Never rejects, because a failure is the answer. */
  (path: string, request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/** A file as it is sent. */
interface Answer {
  readonly type: string;
  readonly etag: string;
  readonly body: Buffer;
  /** The body in gzip; null: the file is small. */
  readonly compressed: Buffer | null;
}

interface CachedPage {
  /** On the monotonic clock, in milliseconds. */
  readonly until: number;
  readonly status: Promise<PublicStatus>;
  readonly answers: Map<string, Promise<Answer | null>>;
}

const compress = promisify(gzip);

export function createStatusRoutes({ engine, log, publicUrl = null }: StatusRoutesOptions): StatusRoutes {
  const cached = new Map<string, CachedPage>();

  /** However many people read a page, the engine makes it only every few seconds. */
  function pageOf(name: string): CachedPage {
    const now = performance.now();
    for (const [key, { until }] of cached) if (until <= now) cached.delete(key);
    const known = cached.get(name);
    if (known !== undefined) return known;
    const page: CachedPage = {
      until: now + KEEP_MS,
      status: engine.request('statusPages.public', { name }),
      answers: new Map(),
    };
    if (cached.size < MAX_KEPT) cached.set(name, page);
    // Guessed names of pages must not push real pages out of the cache.
    page.status.catch(() => {
      if (cached.get(name) === page) cached.delete(name);
    });
    return page;
  }

  function answerOf(name: string, path: string, url: string): Promise<Answer | null> {
    const { status, answers } = pageOf(name);
    const key = path === 'index.html' ? '' : path;
    const known = answers.get(key);
    if (known !== undefined) return known;
    const made = status.then(async (content) => prepare(statusFile(content, path, { texts, url })));
    if (CACHED_FILES.has(key)) answers.set(key, made);
    return made;
  }

  async function answer(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [name = '', ...rest] = decoded(path)
      .slice(PREFIX.length + 1)
      .split('/');
    if (name === '') return redirect(response, `${PREFIX}/${await firstPage(engine)}/`);
    // Links in the page are relative, so that they also work behind a proxy that serves it in another folder.
    if (rest.length === 0) return redirect(response, `${encodeURIComponent(name)}/`);
    const file = await answerOf(name, rest.join('/'), `${publicUrl ?? originOf(request)}${PREFIX}/${name}/`);
    if (file === null) throw new RequestError('statusPageNotFound', { id: `${name}/${rest.join('/')}` });
    send(request, response, file);
  }

  return async (path, request, response) => {
    if (refuseOtherMethod(request, response, READING)) return;
    try {
      await answer(path, request, response);
    } catch (error) {
      if (!(error instanceof RequestError)) log('error', 'A status page failed because of a bug', { error });
      const refusal = error instanceof RequestError ? error : new RequestError('internal', {});
      refuse(response, HTTP_STATUS[refusal.code], refusal);
    }
  };
}

async function prepare(file: StatusFile | null): Promise<Answer | null> {
  if (file === null) return null;
  const body = Buffer.from(file.body);
  const compressed = body.length < LEAST_COMPRESSED ? null : await compress(body);
  return { type: file.type, etag: etagOf(body), body, compressed };
}

function send(request: IncomingMessage, response: ServerResponse, { type, etag, body, compressed }: Answer): void {
  const headers = {
    'content-type': type,
    'content-security-policy': CSP,
    'cache-control': 'public, max-age=15',
    'access-control-allow-origin': '*',
    // Other sites may show badges.
    'cross-origin-resource-policy': 'cross-origin',
    // Weak, because it is the same with and without compression (RFC 9110, 8.8.1).
    etag: `W/${etag}`,
    vary: 'accept-encoding',
  };
  if (hasTag(request, etag)) {
    response.writeHead(304, headers).end();
    return;
  }
  const packed = acceptsGzip(request) ? compressed : null;
  const sent = packed ?? body;
  const encoding = packed === null ? {} : { 'content-encoding': 'gzip' };
  response.writeHead(200, { ...headers, ...encoding, 'content-length': sent.length });
  response.end(request.method === 'HEAD' ? undefined : sent);
}

/** Whether a client lists gzip, with a quality other than 0 (RFC 9110, 12.5.3). */
function acceptsGzip({ headers }: IncomingMessage): boolean {
  const listed = /(?:^|,)\s*gzip\s*(?:;\s*q=(?<quality>[\d.]+)\s*)?(?:,|$)/iu.exec(headers['accept-encoding'] ?? '');
  return listed !== null && Number(listed.groups?.['quality'] ?? 1) > 0;
}

async function firstPage(engine: Pick<Engine, 'request'>): Promise<string> {
  const [first] = await engine.request('statusPages.list', {});
  if (first === undefined) throw new RequestError('statusPageNotFound', { id: '' });
  return first.config.name;
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(302, { location, 'cache-control': 'no-store', 'content-length': 0 }).end();
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** The origin at which a reader finds the page, as far as the request contains it. */
function originOf({ headers }: IncomingMessage): string {
  const { host = '' } = headers;
  const known = /^[\w.:[\]-]{1,255}$/u.test(host) ? host : 'localhost';
  return `http://${known}`;
}

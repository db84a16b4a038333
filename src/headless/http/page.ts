/** Serves the built page from memory. */
import { randomBytes } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, relative, sep } from 'node:path';
import { CONTENT_TYPES } from '../../contract/content-types.ts';
import { etagOf, hasTag } from './etag.ts';
import { CSP_NONCE_PLACEHOLDER, contentSecurityPolicy } from '../../contract/csp.ts';

interface PageFile {
  readonly body: Buffer;
  readonly type: string;
  readonly etag: string;
  /** Its name changes with its content, so it can be cached forever. */
  readonly hashed: boolean;
}

/** The page's files by URL path, such as `/assets/index-4f2a.js`. */
export type Page = ReadonlyMap<string, PageFile>;

/**
 * Reads the whole page (a few megabytes). Requests are answered from this map and never from the disk, so no path can
 * leave the folder, and a build during that time breaks nothing.
 * @throws PageError when there is no page in the folder
 */
export async function loadPage(dir: string): Promise<Page> {
  const page = new Map<string, PageFile>();
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    throw noPage(dir, error);
  });
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const path = `/${relative(dir, file).split(sep).join('/')}`;
    const body = await readFile(file);
    page.set(path, {
      body,
      type: CONTENT_TYPES[extname(file)] ?? 'application/octet-stream',
      etag: etagOf(body),
      hashed: path.startsWith('/assets/'),
    });
  }
  if (!page.has('/index.html')) throw noPage(dir);
  return page;
}

/** There is no built page. */
export class PageError extends Error {
  override readonly name = 'PageError';
}

function noPage(dir: string, cause?: unknown): PageError {
  return new PageError(`Expected the built page to be in ${dir}, got no index.html there; "npm run build" makes it.`, {
    cause,
  });
}

/** Answers a GET or HEAD for a file of the page, or 404. */
export function servePage(page: Page, path: string, request: IncomingMessage, response: ServerResponse): void {
  const file = page.get(path === '/' ? '/index.html' : path);
  if (file === undefined) {
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
    response.end('There is no such page here.\n');
    return;
  }
  if (file.type.startsWith('text/html')) {
    serveDocument(file, request, response);
    return;
  }
  response.setHeader('etag', file.etag);
  response.setHeader('cache-control', file.hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
  if (hasTag(request, file.etag)) {
    response.writeHead(304).end();
    return;
  }
  send(file.type, file.body, request, response);
}

/** The document is never cached, because each answer has its own nonce. */
function serveDocument(file: PageFile, request: IncomingMessage, response: ServerResponse): void {
  const nonce = randomBytes(16).toString('base64url');
  const body = Buffer.from(file.body.toString('utf8').replaceAll(CSP_NONCE_PLACEHOLDER, nonce));
  // 'self' includes WebSockets in current browsers (CSP Level 3), but not in older ones.
  const policy = contentSecurityPolicy(nonce, ["'self'", `ws://${request.headers.host}`]);
  response.setHeader('content-security-policy', policy);
  response.setHeader('cache-control', 'no-store');
  send(file.type, body, request, response);
}

function send(type: string, body: Buffer, request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': type, 'content-length': body.length });
  response.end(request.method === 'HEAD' ? undefined : body);
}

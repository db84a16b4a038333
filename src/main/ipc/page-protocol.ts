/** Serves the files of the built page, and nothing else, at `app://lookout/` with a strict policy. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import type { CustomScheme, Protocol } from 'electron';
import { CONTENT_TYPES } from '../../contract/content-types.ts';
import { CSP_NONCE_PLACEHOLDER, contentSecurityPolicy } from '../../contract/csp.ts';
import type { Log } from '../../engine/ports.ts';
import { PAGE_HOST, PAGE_SCHEME, isPageUrl } from './page-address.ts';

/** Must be registered before Electron is ready. `standard` and `secure` give the page its own origin. */
export const PAGE_SCHEME_PRIVILEGES: CustomScheme = {
  scheme: PAGE_SCHEME,
  privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
};

/**
 * The file at an address.
 * @param root the absolute path of the served folder
 * @returns an absolute path below `root`, or null for any other address
 */
export function resolvePageFile(url: string, root: string): string | null {
  if (!isPageUrl(url, null)) return null;
  let path: string;
  try {
    path = decodeURIComponent(new URL(url).pathname);
  } catch {
    return null;
  }
  if (path === '' || path === '/') return join(root, 'index.html');
  const segments = path.split('/').slice(1);
  // The URL parser has removed `..`, but not `..%2F`. The page's files have plain names.
  const plain = segments.every((segment) => /^[\w@-][\w.@ -]*$/.test(segment));
  if (!plain || !(extname(path) in CONTENT_TYPES)) return null;
  const file = join(root, ...segments);
  return file.startsWith(root.endsWith(sep) ? root : root + sep) ? file : null;
}

/** Answers requests for the page's files. Never rejects. */
export function createPageHandler(options: {
  readonly root: string;
  readonly log: Log;
}): (request: Request) => Promise<Response> {
  const { root, log } = options;
  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405, 'Only GET and HEAD are served.');
    const file = resolvePageFile(request.url, root);
    if (file === null) return plain(404, `There is no ${request.url}.`);
    let body: Buffer;
    try {
      body = await readFile(file);
    } catch (error) {
      log('warn', 'The page asked for a file that cannot be read', { url: request.url, error });
      return plain(404, `There is no ${request.url}.`);
    }
    return extname(file) === '.html' ? document(body) : asset(body, extname(file));
  };
}

function document(body: Buffer): Response {
  const nonce = randomBytes(16).toString('base64url');
  return new Response(body.toString('utf8').replaceAll(CSP_NONCE_PLACEHOLDER, nonce), {
    headers: {
      ...COMMON_HEADERS,
      'content-type': 'text/html; charset=utf-8',
      // The page uses IPC to reach the engine, so it may not connect to anything.
      'content-security-policy': contentSecurityPolicy(nonce, []),
      'cache-control': 'no-store',
    },
  });
}

function asset(body: Buffer, extension: string): Response {
  return new Response(new Uint8Array(body), {
    headers: { ...COMMON_HEADERS, 'content-type': CONTENT_TYPES[extension] ?? 'application/octet-stream' },
  });
}

function plain(status: number, sentence: string): Response {
  return new Response(sentence, {
    status,
    headers: { ...COMMON_HEADERS, 'content-type': 'text/plain; charset=utf-8' },
  });
}

const COMMON_HEADERS = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' };

/** Serves the page from now on. @returns ends it */
export function servePage(
  protocol: Pick<Protocol, 'handle' | 'unhandle'>,
  options: { readonly root: string; readonly log: Log },
): () => void {
  protocol.handle(PAGE_SCHEME, createPageHandler(options));
  options.log('debug', 'Serving the page', { host: PAGE_HOST, root: options.root });
  return () => protocol.unhandle(PAGE_SCHEME);
}

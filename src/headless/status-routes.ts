/** `/status/NAME/` and the files in it: status pages, for everybody and without a token. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { PublicStatus } from '../contract/model/status-page.ts';
import { RequestError } from '../engine/base/request-error.ts';
import type { Engine } from '../engine/engine.ts';
import type { Log } from '../engine/ports.ts';
import { statusFile } from '../i18n/status-page/status-files.ts';
import { HTTP_STATUS, READING, refuse, refuseOtherMethod } from './api.ts';
import { etagOf, hasTag } from './etag.ts';
import { texts } from './texts.ts';

/** How old what readers see may be. Milliseconds. */
const KEEP_MS = 5_000;
/** More would be somebody who tries names. */
const MAX_KEPT = 100;
const PREFIX = '/status';
const CSP = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

export interface StatusRoutesOptions {
  readonly engine: Pick<Engine, 'request'>;
  readonly log: Log;
}

/** Whether a path, without the query, belongs to these routes. */
export function isStatusPath(path: string): boolean {
  return path === PREFIX || path.startsWith(`${PREFIX}/`);
}

export interface StatusRoutes {
  /** Answers a reader. Never rejects, because a failure is the answer. */
  (path: string, request: IncomingMessage, response: ServerResponse): Promise<void>;
}

export function createStatusRoutes({ engine, log }: StatusRoutesOptions): StatusRoutes {
  const kept = new Map<string, { readonly until: number; readonly status: Promise<PublicStatus> }>();

  /** However many people read a page, the engine makes it every few seconds. */
  function read(name: string): Promise<PublicStatus> {
    const now = performance.now();
    for (const [key, { until }] of kept) if (until <= now) kept.delete(key);
    const known = kept.get(name);
    if (known !== undefined) return known.status;
    const status = engine.request('statusPages.public', { name });
    if (kept.size < MAX_KEPT) kept.set(name, { until: now + KEEP_MS, status });
    return status;
  }

  async function answer(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [name = '', ...rest] = decoded(path)
      .slice(PREFIX.length + 1)
      .split('/');
    if (name === '') return redirect(response, `${PREFIX}/${await firstPage(engine)}/`);
    // Links in the page are relative, also behind a proxy that has it in another folder.
    if (rest.length === 0) return redirect(response, `${encodeURIComponent(name)}/`);
    const file = statusFile(await read(name), rest.join('/'), { texts, url: addressOf(request, name) });
    if (file === null) throw new RequestError('statusPageNotFound', { id: `${name}/${rest.join('/')}` });
    const etag = etagOf(file.body);
    const headers = {
      'content-type': file.type,
      'content-security-policy': CSP,
      'cache-control': 'public, max-age=15',
      'access-control-allow-origin': '*',
      // Badges are shown by other pages.
      'cross-origin-resource-policy': 'cross-origin',
      etag,
    };
    if (hasTag(request, etag)) {
      response.writeHead(304, headers).end();
      return;
    }
    const body = Buffer.from(file.body);
    response.writeHead(200, { ...headers, 'content-length': body.length });
    response.end(request.method === 'HEAD' ? undefined : body);
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

/** Where the reader found the page, as far as the request says it. */
function addressOf({ headers }: IncomingMessage, name: string): string {
  const { host = '' } = headers;
  const known = /^[\w.:[\]-]{1,255}$/u.test(host) ? host : 'localhost';
  return `http://${known}${PREFIX}/${name}/`;
}

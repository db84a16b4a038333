/** Answers each request of the HTTP server, by its path. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { RequestError } from '../../engine/base/request-error.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Log } from '../../engine/ports.ts';
import { isPushPath, servePush } from '../../engine/requests/push-route.ts';
import { serveApi } from './api.ts';
import type { Connections } from './connections.ts';
import { isExportPath, serveExport, type TakenExports } from './exports-route.ts';
import type { Guard } from '../access/guard.ts';
import type { OpenLinks } from '../access/open-links.ts';
import { servePage, type Page } from './page.ts';
import { PUSHES_PATH } from './pushes.ts';
import { READING, refuse, refuseOtherMethod, sendJson } from './responses.ts';
import type { RateLimits } from '../access/rate-limits.ts';
import type { ScrapeAccess } from '../access/scrape-access.ts';
import { isScrapePath, serveScrape } from './scrape-routes.ts';
import { createStatusRoutes, isStatusPath, type StatusRoutes } from './status-routes.ts';

/** The part of the engine that requests use. */
export type ServedEngine = Pick<Engine, 'request' | 'handle' | 'signal' | 'probe'> & {
  /** See `Engine`. */
  readonly exports: TakenExports | null;
};

export interface HttpRoutesOptions {
  readonly engine: ServedEngine;
  /** See `HttpServerOptions`. */
  readonly ready: Promise<void>;
  readonly isStopping: () => boolean;
  readonly guard: Guard;
  readonly connections: Connections;
  readonly limits: RateLimits;
  readonly access: ScrapeAccess;
  readonly openLinks: OpenLinks;
  readonly page: Page;
  readonly version: string;
  readonly token: string;
  readonly publicUrl: string | null;
  readonly countEndpoints: () => number;
  readonly exportStallMs: number;
  readonly log: Log;
}

const OPENAPI_PATH = '/api/openapi.json';

export class HttpRoutes {
  readonly #options: HttpRoutesOptions;
  readonly #serveStatus: StatusRoutes;

  constructor(options: HttpRoutesOptions) {
    const { engine, log, publicUrl } = options;
    this.#options = options;
    this.#serveStatus = createStatusRoutes({ engine, log, publicUrl });
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { ready, isStopping, guard, engine, exportStallMs } = this.#options;
    response.setHeader('x-content-type-options', 'nosniff');
    response.setHeader('referrer-policy', 'no-referrer');
    response.setHeader('cross-origin-resource-policy', 'same-origin');
    const path = pathOf(request);
    if (needsEngine(path)) await ready;
    if (!isStopping() && (await this.#serveAnyHost(path, request, response))) return;
    if (refuseForeign(guard, request, response)) return;
    if (isExportPath(path) && !isStopping()) {
      await serveExport(path, request, response, { exports: engine.exports, stallMs: exportStallMs });
    } else if (path === PUSHES_PATH) {
      response.setHeader('upgrade', 'websocket');
      refuse(response, 426, new RequestError('webSocketOnly', { path: PUSHES_PATH }));
    } else if (path.startsWith('/api/')) {
      await this.#serveApi(path, request, response);
    } else if (!refuseOtherMethod(request, response, READING)) {
      await this.#servePage(path, request, response);
    }
  }

  /** Serves what may be requested by any name of this machine. @returns false: the path is for something else */
  async #serveAnyHost(path: string, request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    const { engine, access, connections, version, log } = this.#options;
    if (isPushPath(path)) {
      // Jobs run on other machines. Their key is what protects the address.
      servePush(request, response, (key, signal) => engine.signal(key, signal));
    } else if (isScrapePath(path)) {
      // Prometheus needs a token, which a page in a browser does not have.
      await serveScrape(path, request, response, { engine, access, connections, version, log });
    } else if (isStatusPath(path)) {
      await this.#serveStatus(path, request, response);
    } else {
      return false;
    }
    return true;
  }

  async #serveApi(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { isStopping, engine, guard, connections, limits, log } = this.#options;
    if (isStopping()) refuse(response, 503, new RequestError('stopping', {}));
    else if (path === OPENAPI_PATH) await serveOpenApi(request, response);
    else await serveApi(path.slice('/api/'.length), request, response, { engine, guard, connections, limits, log });
  }

  async #servePage(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { openLinks, token, isStopping, version, countEndpoints, page } = this.#options;
    if (openLinks.isLink(path)) {
      // Without the token, the page asks for it.
      const fragment = (await openLinks.use(path, request.socket)) ? `#token=${token}` : '';
      response.writeHead(303, { location: `/${fragment}`, 'cache-control': 'no-store', 'content-length': 0 }).end();
    } else if (path === '/healthz') {
      const status = isStopping() ? 'stopping' : 'ok';
      sendJson(response, isStopping() ? 503 : 200, { status, version, endpoints: countEndpoints() });
    } else {
      servePage(page, path, request, response);
    }
  }
}

/** The path of a request, without its query. */
export function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0] ?? '/';
}

/** Whether a request is answered by the engine, and not from files. */
function needsEngine(path: string): boolean {
  const isRoute = [isPushPath, isScrapePath, isStatusPath, isExportPath].some((isOwn) => isOwn(path));
  return isRoute || path.startsWith('/api/') || path === '/healthz';
}

/** The description of the API contains no secrets, so it needs no token. */
async function serveOpenApi(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (refuseOtherMethod(request, response, READING)) return;
  const { default: document } = await import('./openapi.json', { with: { type: 'json' } });
  sendJson(response, 200, document);
}

function refuseForeign(guard: Guard, request: IncomingMessage, response: ServerResponse): boolean {
  const { host, origin } = request.headers;
  if (!guard.isOurHost(host)) {
    refuse(response, 403, new RequestError('foreignHost', { given: host }));
    return true;
  }
  if (!guard.isOurOrigin(origin, host)) {
    refuse(response, 403, new RequestError('foreignOrigin', { own: `http://${host}`, given: origin }));
    return true;
  }
  return false;
}

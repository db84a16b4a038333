/**
 * The HTTP server: the page, `GET /healthz`, `POST /api/<channel>`, the WebSocket `/api/pushes`, `/exports/ID` for
 * files, `/push/KEY` for jobs, status pages, and `/probe` and `/metrics` for Prometheus.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from '../engine/base/node-http.ts';
import { RequestError } from '../engine/base/request-error.ts';
import { isPushPath, servePush } from '../engine/requests/push-route.ts';
import type { Engine } from '../engine/engine.ts';
import type { Log } from '../engine/ports.ts';
import { READING, refuse, refuseOtherMethod, sendJson, serveApi } from './api.ts';
import { Connections, type ConnectionsOptions } from './connections.ts';
import { isExportPath, serveExport, type TakenExports } from './exports-route.ts';
import { createGuard, type Guard } from './guard.ts';
import { createScrapeAccess, NO_SCRAPE, type ScrapeOptions } from './scrape-access.ts';
import { isScrapePath, serveScrape } from './scrape-routes.ts';
import { RateLimits, type Rates } from './rate-limits.ts';
import { createOpenLinks } from './open-links.ts';
import { createStatusRoutes, isStatusPath } from './status-routes.ts';
import { servePage, type Page } from './page.ts';
import { PUSHES_PATH, createPushes, refuseUpgrade, type Pushes } from './pushes.ts';

export interface HttpServerOptions {
  readonly engine: Pick<Engine, 'request' | 'handle' | 'onPush' | 'signal' | 'probe' | 'callerOf'> & {
    /** See `Engine`. */
    readonly exports: TakenExports | null;
  };
  /**
   * Resolves when the engine has started. Until then, the page is served, and everything else waits. Default: it has
   * started.
   */
  readonly ready?: Promise<void> | undefined;
  /** How many endpoints there are, for `/healthz`. */
  readonly countEndpoints: () => number;
  readonly page: Page;
  readonly version: string;
  /** The address or name to listen on. */
  readonly host: string;
  /** 0: a free one. */
  readonly port: number;
  readonly token: string;
  /** See `GuardOptions`. */
  readonly publicUrl?: string | null | undefined;
  /** Who may scrape metrics. Default: only clients with the token. */
  readonly scrape?: ScrapeOptions | undefined;
  readonly log: Log;
  /** See `PushesOptions`. */
  readonly pingMs?: number;
  readonly maxBufferedBytes?: number;
  /** See `ConnectionsOptions`. */
  readonly connections?: Omit<ConnectionsOptions, 'log'> | undefined;
  /** How long a client may take to send a request. Default `REQUEST_LIMITS`. */
  readonly requestLimits?: RequestLimits;
  /** How many requests a client may send. Default `RATES`. */
  readonly rates?: Rates | undefined;
  /** How long a client that takes an export may read nothing, in milliseconds. Default one minute. */
  readonly exportStallMs?: number;
}

/** In milliseconds. A client that takes longer gets 408 and is cut off. */
export interface RequestLimits {
  readonly headers: number;
  readonly whole: number;
  /** How often Node looks for connections that exceed the limits. */
  readonly checkEvery: number;
}

/** Node's own limits are one and five minutes. */
export const REQUEST_LIMITS: RequestLimits = { headers: 10_000, whole: 30_000, checkEvery: 5_000 };

/** Long, because a browser reads nothing while it asks where to save the file. */
const EXPORT_STALL_MS = 60_000;

export interface HttpServer {
  readonly port: number;
  /** The path of a link that opens the page once, see `OpenLinks`. */
  createOpenLink(): string;
  /** From now on `/healthz` and requests answer 503, so that nothing new begins while the engine stops. */
  stopping(): void;
  /** Ends every connection and stops listening. */
  close(): Promise<void>;
}

/**
 * Listens, and resolves once requests are taken.
 * @throws the system's error, such as EADDRINUSE, when it cannot listen
 */
export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const {
    engine,
    log,
    host,
    token,
    page,
    version,
    countEndpoints,
    ready = Promise.resolve(),
    port: wantedPort,
    scrape = NO_SCRAPE,
    publicUrl = null,
    connections: connectionLimits,
    requestLimits = REQUEST_LIMITS,
    rates,
    exportStallMs = EXPORT_STALL_MS,
    ...limits
  } = options;
  let isStopping = false;

  const server = createServer({
    headersTimeout: requestLimits.headers,
    requestTimeout: requestLimits.whole,
    keepAliveTimeout: 10_000,
    connectionsCheckingInterval: requestLimits.checkEvery,
    maxHeaderSize: 16 * 1024,
    // A server may ignore an upgrade that it does not support, such as h2c, and answer the request (RFC 9110, 7.8).
    shouldUpgradeCallback: isForPushes,
  });
  const connections = new Connections({ log, ...connectionLimits });
  server.on('connection', (socket) => connections.add(socket));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port: wantedPort }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  server.on('error', (error) => log('error', 'The HTTP server failed', { error }));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Expected the server to have a port, got none');
  const { port } = address;

  // The guard needs the port, which is only known now. No request is read before this turn of the loop ends.
  const guard = createGuard({ host, port, token, publicUrl, named: (given) => engine.callerOf(given) });
  const rateLimits = new RateLimits(rates);
  const access = createScrapeAccess(scrape, guard);
  const openLinks = createOpenLinks();
  const serveStatus = createStatusRoutes({ engine, log, publicUrl });
  const pushes = createPushes({ engine, guard, connections, log, ...limits });

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('x-content-type-options', 'nosniff');
    response.setHeader('referrer-policy', 'no-referrer');
    response.setHeader('cross-origin-resource-policy', 'same-origin');
    const path = pathOf(request);
    if (needsEngine(path)) await ready;
    // Jobs run on other machines, and may know this one by any name. Their key is what protects the address.
    if (isPushPath(path) && !isStopping) {
      servePush(request, response, (key, signal) => engine.signal(key, signal));
      return;
    }
    // Prometheus may know this machine by any name, too. A page in a browser has no token.
    if (isScrapePath(path) && !isStopping) {
      await serveScrape(path, request, response, { engine, access, connections, version, log });
      return;
    }
    // Status pages are public, by any name of this machine.
    if (isStatusPath(path) && !isStopping) {
      await serveStatus(path, request, response);
      return;
    }
    if (refuseForeign(guard, request, response)) return;
    if (isExportPath(path) && !isStopping) {
      await serveExport(path, request, response, { exports: engine.exports, stallMs: exportStallMs });
    } else if (path === PUSHES_PATH) {
      response.setHeader('upgrade', 'websocket');
      refuse(response, 426, new RequestError('webSocketOnly', { path: PUSHES_PATH }));
    } else if (path.startsWith('/api/')) {
      if (isStopping) refuse(response, 503, new RequestError('stopping', {}));
      else if (path === OPENAPI_PATH) await serveOpenApi(request, response);
      else
        await serveApi(path.slice('/api/'.length), request, response, {
          engine,
          guard,
          connections,
          limits: rateLimits,
          log,
        });
    } else if (refuseOtherMethod(request, response, READING)) {
      return;
    } else if (openLinks.isLink(path)) {
      // Without the token, the page asks for it.
      const fragment = (await openLinks.use(path, request.socket)) ? `#token=${token}` : '';
      response.writeHead(303, { location: `/${fragment}`, 'cache-control': 'no-store', 'content-length': 0 }).end();
    } else if (path === '/healthz') {
      const status = isStopping ? 'stopping' : 'ok';
      sendJson(response, isStopping ? 503 : 200, { status, version, endpoints: countEndpoints() });
    } else {
      servePage(page, path, request, response);
    }
  }

  server.on('request', (request, response) => {
    connections.watch(response);
    response.on('error', (error) => log('debug', 'An answer was not taken', { error }));
    route(request, response).catch((error: unknown) => {
      log('error', `The request for ${request.url} failed because of a bug`, { error });
      response.destroy();
    });
  });
  server.on('upgrade', (request, socket, head) => {
    // Node has removed its own listener.
    socket.on('error', () => socket.destroy());
    const upgrade = async (): Promise<void> => {
      await ready;
      if (isStopping) refuseUpgrade(socket, 503);
      else if (!socket.destroyed) pushes.upgrade(request, socket, head);
    };
    upgrade().catch((error: unknown) => {
      log('error', 'A WebSocket could not be opened because of a bug', { error });
      socket.destroy();
    });
  });

  return {
    port,
    createOpenLink: () => openLinks.create(),
    stopping() {
      isStopping = true;
    },
    close: () => closeServer(pushes, server),
  };
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0] ?? '/';
}

/** Whether a request is answered by the engine, and not from files. */
function needsEngine(path: string): boolean {
  const isRoute = [isPushPath, isScrapePath, isStatusPath, isExportPath].some((isOwn) => isOwn(path));
  return isRoute || path.startsWith('/api/') || path === '/healthz';
}

const OPENAPI_PATH = '/api/openapi.json';

/** The description of the API contains no secrets, so it needs no token. */
async function serveOpenApi(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (refuseOtherMethod(request, response, READING)) return;
  const { default: document } = await import('./openapi.json', { with: { type: 'json' } });
  sendJson(response, 200, document);
}

/** Whether it asks for the WebSocket. */
function isForPushes(request: IncomingMessage): boolean {
  return pathOf(request) === PUSHES_PATH && request.headers.upgrade?.toLowerCase() === 'websocket';
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

async function closeServer(pushes: Pushes, server: ReturnType<typeof createServer>): Promise<void> {
  await pushes.close();
  await new Promise<void>((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    server.closeAllConnections();
  });
}

/**
 * The HTTP server: the page, `GET /healthz`, `POST /api/<channel>`, the WebSocket `/api/pushes`, `/exports/ID` for
 * files, `/push/KEY` for jobs, status pages, and `/probe` and `/metrics` for Prometheus.
 */
import type { IncomingMessage } from 'node:http';
import { createServer } from '../../engine/base/node-http.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Log } from '../../engine/ports.ts';
import { Connections, type ConnectionsOptions } from './connections.ts';
import { createGuard } from '../access/guard.ts';
import { HttpRoutes, pathOf, type ServedEngine } from './http-routes.ts';
import { createScrapeAccess, NO_SCRAPE, type ScrapeOptions } from '../access/scrape-access.ts';
import { RateLimits, type Rates } from '../access/rate-limits.ts';
import { createOpenLinks } from '../access/open-links.ts';
import type { Page } from './page.ts';
import { PUSHES_PATH, createPushes, refuseUpgrade, type Pushes } from './pushes.ts';

export interface HttpServerOptions {
  readonly engine: ServedEngine & Pick<Engine, 'onPush' | 'callerOf'>;
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

type Server = ReturnType<typeof createServer>;

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
  let stops = false;
  const isStopping = (): boolean => stops;

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
  const port = await listen(server, host, wantedPort);
  server.on('error', (error) => log('error', 'The HTTP server failed', { error }));

  // The guard needs the port, which is only known now. No request is read before this turn of the loop ends.
  const guard = createGuard({ host, port, token, publicUrl, named: (given) => engine.callerOf(given) });
  const openLinks = createOpenLinks();
  const routes = new HttpRoutes({
    engine,
    ready,
    isStopping,
    guard,
    connections,
    limits: new RateLimits(rates),
    access: createScrapeAccess(scrape, guard),
    openLinks,
    page,
    version,
    token,
    publicUrl,
    countEndpoints,
    exportStallMs,
    log,
  });
  server.on('request', (request, response) => {
    connections.watch(response);
    response.on('error', (error) => log('debug', 'An answer was not taken', { error }));
    routes.serve(request, response).catch((error: unknown) => {
      log('error', `The request for ${request.url} failed because of a bug`, { error });
      response.destroy();
    });
  });
  const pushes = createPushes({ engine, guard, connections, log, ...limits });
  acceptUpgrades(server, pushes, { ready, isStopping, log });

  return {
    port,
    createOpenLink: () => openLinks.create(),
    stopping() {
      stops = true;
    },
    close: () => closeServer(pushes, server),
  };
}

/** @returns the port. @throws the system's error */
async function listen(server: Server, host: string, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Expected the server to have a port, got none');
  return address.port;
}

interface UpgradeOptions {
  readonly log: Log;
  readonly ready: Promise<void>;
  readonly isStopping: () => boolean;
}

/** Opens the WebSockets of pages. */
function acceptUpgrades(server: Server, pushes: Pushes, { ready, isStopping, log }: UpgradeOptions): void {
  server.on('upgrade', (request, socket, head) => {
    // Node has removed its own listener.
    socket.on('error', () => socket.destroy());
    const upgrade = async (): Promise<void> => {
      await ready;
      if (isStopping()) refuseUpgrade(socket, 503);
      else if (!socket.destroyed) pushes.upgrade(request, socket, head);
    };
    upgrade().catch((error: unknown) => {
      log('error', 'A WebSocket could not be opened because of a bug', { error });
      socket.destroy();
    });
  });
}

/** Whether it asks for the WebSocket. */
function isForPushes(request: IncomingMessage): boolean {
  return pathOf(request) === PUSHES_PATH && request.headers.upgrade?.toLowerCase() === 'websocket';
}

async function closeServer(pushes: Pushes, server: Server): Promise<void> {
  await pushes.close();
  await new Promise<void>((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    server.closeAllConnections();
  });
}

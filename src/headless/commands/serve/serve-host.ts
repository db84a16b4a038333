/** The composition root of the headless host: creates the engine and the HTTP server, and connects them. */
import { traceRoute } from '../../../engine/machine/trace-route.ts';
import { join, resolve } from 'node:path';
import { createResolver } from '../../../engine/check/net/dns/resolve.ts';
import { createEngine, type Engine } from '../../../engine/engine.ts';
import { RequestError } from '../../../engine/base/request-error.ts';
import { createNodePorts } from '../../../engine/node-ports.ts';
import type { Log } from '../../../engine/ports.ts';
import type { PrometheusOptions } from '../../../engine/prometheus/prometheus-source.ts';
import { createKeyFileSecrets, KEY_FILE } from '../../../engine/secrets/key-file.ts';
import { DATABASE_FILE, defaultDataDir, lockDataDir } from '../../../engine/store/data-folder.ts';
import { createSqliteStore } from '../../../engine/store/sqlite-store.ts';
import type { ServeArguments } from '../../arguments/arguments.ts';
import type { ReadFileConfig } from '../../data/read-config.ts';
import { countEndpoints } from './endpoint-count.ts';
import { followConfig } from './follow-config.ts';
import { inUrl, isWildcard, listensHereOnly } from '../../access/guard.ts';
import { startHttpServer, type HttpServer, type HttpServerOptions } from '../../http/http-server.ts';
import type { Io } from '../../base/io.ts';
import { createPrint } from '../../base/print-pdf.ts';
import { loadPage } from '../../http/page.ts';
import { texts } from '../../base/texts.ts';
import { reportFiles } from '../../../i18n/report/render-report.ts';
import type { ScrapeOptions } from '../../access/scrape-access.ts';
import { UsageError } from '../../base/usage-error.ts';
import { VERSION } from '../../base/version.ts';

/** Tried when no port is given: the same each time, because a browser keeps a page's data per port. */
const USUAL_PORT = 4477;

export interface HostPlaces {
  /** The folder of the built page. */
  readonly pageDir: string;
  /** The module of the store's thread. */
  readonly storeWorkerUrl: URL;
  /** The module of the thread that reads config files. */
  readonly configWorkerUrl: URL;
  /** The module of the thread that reads files to import. */
  readonly importWorkerUrl: URL;
  /** The module of the thread that runs queries in conditions. */
  readonly queryWorkerUrl: URL;
}

export interface HostOptions {
  readonly args: ServeArguments;
  readonly token: string;
  /** Who may scrape metrics. */
  readonly scrape: ScrapeOptions;
  /** The key of the Lookouts that let this one check their endpoints; null: there are none. */
  readonly vantageKey: string | null;
  /** How Prometheus triggers the checks; null: this process schedules them. */
  readonly prometheus: PrometheusOptions | null;
  readonly places: HostPlaces;
  readonly io: Pick<Io, 'stderr' | 'env'>;
  readonly log: Log;
  /** Stops this host and starts another one. */
  readonly restart: () => void;
  /** The content of the config file; null: there is none. */
  readonly file: ReadFileConfig | null;
  /** Called when the page can be opened, before the data is read. */
  readonly onListening: (listening: Listening) => void;
}

export interface Listening {
  /** With the token, which gives access. */
  readonly address: string;
  readonly port: number;
  /** An address that opens the page once, without the token in it. */
  createOpenLink(): string;
}

export interface Host {
  stop(): Promise<void>;
}

/** @throws StoreError, PageError, ListenError; what was started until then is stopped */
export async function startHost(options: HostOptions): Promise<Host> {
  const { args, token, places, io, log, file } = options;
  warnOfAccess(args.host, log);
  const dataDir = resolve(args.dataDir ?? defaultDataDir());
  // In each, the part that was added last is stopped first. Connections end after the engine, so that `/healthz` can
  // answer that Lookout is stopping.
  const running = new AsyncDisposableStack();
  const afterEngine = new AsyncDisposableStack();
  async function stop(): Promise<void> {
    try {
      await running.disposeAsync();
    } finally {
      await afterEngine.disposeAsync();
    }
  }
  try {
    const lock = await lockDataDir(dataDir);
    afterEngine.defer(() => lock.release());
    const engine = createHeadlessEngine(options, dataDir);
    // The thread of the store reads the data while this one reads the page and begins to listen.
    const starting = engine.start();
    starting.catch(thrownWhenAwaited);
    running.defer(async () => {
      await engine.dispose();
      // When there is no page or port, the store may still be opened. Only then may the folder be unlocked.
      await starting.catch(thrownWhenAwaited);
    });
    const page = await loadPage(places.pageDir);
    const started = Promise.withResolvers<void>();
    let count = (): number => 0;
    const server = await listen(args.port, {
      engine,
      ready: started.promise,
      countEndpoints: () => count(),
      page,
      version: VERSION,
      host: args.host,
      token,
      publicUrl: args.publicUrl,
      scrape: options.scrape,
      log,
    });
    afterEngine.defer(() => server.close());
    running.defer(() => server.stopping());
    const name = isWildcard(args.host) ? '127.0.0.1' : inUrl(args.host);
    const origin = `http://${name}:${server.port}`;
    // A browser loads the page while the engine reads its data.
    options.onListening({
      address: `${args.publicUrl ?? origin}/#token=${token}`,
      port: server.port,
      createOpenLink: () => origin + server.createOpenLink(),
    });
    await starting;
    reportLostLog(engine, io.stderr);
    // Without a file, this removes the endpoints of an earlier run's file from the list. Their history is kept.
    await followAtStart(engine, file, args.config);
    count = await countEndpoints(engine);
    started.resolve();
    if (args.config !== null) {
      const following = new AbortController();
      running.defer(() => following.abort());
      const reading = { workerUrl: places.configWorkerUrl, environment: io.env, signal: following.signal };
      await followConfig(args.config, reading, { engine, log });
    }
    return { stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** For a promise that is awaited later: Node would report a rejection before that as unhandled. */
function thrownWhenAwaited(): void {}

function warnOfAccess(host: string, log: Log): void {
  if (!listensHereOnly(host)) {
    log('warn', `Listening on ${host} without encryption: anyone who can read the network traffic gets the token`);
  }
}

function createHeadlessEngine(
  { args, places, io, log, vantageKey, prometheus, restart }: HostOptions,
  dataDir: string,
): Engine {
  return createEngine({
    ports: createNodePorts({
      log,
      // The page shows notifications. Here they are only logged.
      notifier(notification) {
        const { title, body } = texts.notification(notification);
        log('info', [title, ...body.split('\n')].filter(Boolean).join(' · '));
      },
      secrets: createKeyFileSecrets(join(dataDir, KEY_FILE)),
    }),
    store: createSqliteStore({ file: join(dataDir, DATABASE_FILE), workerUrl: places.storeWorkerUrl, log, restart }),
    host: {
      kind: 'headless',
      version: VERSION,
      platform: process.platform,
      dataDir,
      configFile: args.config === null ? null : resolve(args.config),
      features: [],
    },
    resolver: createResolver(),
    importWorkerUrl: places.importWorkerUrl,
    queryWorkerUrl: places.queryWorkerUrl,
    traceRoute,
    ...(vantageKey === null ? {} : { vantageKey }),
    ...(prometheus === null ? {} : { prometheus }),
    renderReport: reportFiles(texts, createPrint(io.env)),
  });
}

/** The log goes to standard error. When nobody reads that any more, a notice in the page says so. */
function reportLostLog(engine: Engine, stderr: Io['stderr']): void {
  stderr.once('error', (error: Error) => {
    const params = { problem: error.message };
    engine.setNotice({ id: 'log', level: 'warning', code: 'log.lost', params, active: true });
  });
}

/** The port cannot be listened on. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}

/** Listens on the given port. Without one, on the usual port, or on a free one when that is taken. */
async function listen(port: number | null, options: Omit<HttpServerOptions, 'port'>): Promise<HttpServer> {
  try {
    return await startHttpServer({ ...options, port: port ?? USUAL_PORT });
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (port === null && error.code === 'EADDRINUSE') return await startHttpServer({ ...options, port: 0 });
    const place = `port ${port ?? USUAL_PORT} of ${options.host}`;
    throw new ListenError(`Lookout cannot listen on ${place}: ${error.message}`, { cause: error });
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}

/** Applies the config file of the command line. @throws UsageError for a file that refers to what does not exist */
async function followAtStart(
  engine: Pick<Engine, 'syncFile'>,
  file: ReadFileConfig | null,
  path: string | null,
): Promise<void> {
  try {
    await engine.syncFile(file?.endpoints ?? [], file ?? {});
  } catch (error) {
    if (!(error instanceof RequestError) || error.issues.length === 0) throw error;
    throw new UsageError(
      error.issues.map((issue) => (path === null ? issue : { ...issue, file: path, position: null })),
    );
  }
}

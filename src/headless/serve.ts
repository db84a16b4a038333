/** `lookout serve`: the composition root of the headless host. */
import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { EndpointInput } from '../contract/model/endpoint.ts';
import { createResolver } from '../engine/check/net/resolve.ts';
import { trustSystemAuthorities } from '../engine/check/net/trust.ts';
import { formatConfigError } from '../engine/importers/lookout-yaml/config-error.ts';
import type { LoadedConfig } from '../engine/importers/lookout-yaml/load.ts';
import { watchConfigFile, type WatchConfigOptions } from '../engine/importers/lookout-yaml/watch.ts';
import { DATABASE_FILE, defaultDataDir, lockDataDir, type DataDirLock } from '../engine/store/data-folder.ts';
import { createEngine, type Engine } from '../engine/engine.ts';
import { createNodePorts } from '../engine/node-ports.ts';
import type { Log } from '../engine/ports.ts';
import { createKeyFileSecrets, KEY_FILE } from '../engine/secrets/key-file.ts';
import { StoreError } from '../engine/store/store.ts';
import { createSqliteStore } from '../engine/store/sqlite-store.ts';
import type { ServeArguments } from './arguments.ts';
import { readConfig } from './config.ts';
import { countEndpoints } from './endpoint-count.ts';
import { inUrl, listensHereOnly, isWildcard } from './guard.ts';
import { startHttpServer, type HttpServer, type HttpServerOptions } from './http-server.ts';
import { takeInterrupts } from './interrupt.ts';
import type { Io } from './io.ts';
import { createLog } from './log.ts';
import { openBrowser } from './open-browser.ts';
import { PageError, loadPage } from './page.ts';
import { VERSION } from './version.ts';

/** Tried when no port is named: the same each time, so that the browser keeps what the page keeps there. */
const USUAL_PORT = 4477;
/** The engine promises two seconds; beyond three something hangs, and the process must end all the same. */
const STOP_MS = 3_000;

export interface ServePlaces {
  /** The folder of the built page. */
  readonly pageDir: string;
  /** The module of the store's thread. */
  readonly storeWorkerUrl: URL;
  /** The module of the thread that reads config files. */
  readonly configWorkerUrl: URL;
}

/**
 * Serves until SIGINT, SIGTERM or SIGHUP.
 * @returns the exit code: 0 stopped and everything written, 1 it could not start or stop
 * @throws UsageError when the config file or an option is wrong
 */
export async function serve(args: ServeArguments, io: Io, places: ServePlaces): Promise<number> {
  const log = createLog(io, 'info');
  const interrupt = takeInterrupts();
  try {
    const reading = { workerUrl: places.configWorkerUrl, environment: io.env, signal: interrupt.signal };
    const endpoints = args.config === null ? [] : await readConfig(args.config, reading);
    const host = await startHost(args, places, log, endpoints, io);
    try {
      io.stdout.write(`Lookout is at ${host.address}\n`);
      if (args.open) openBrowser(host.address, log, io.env);
      await aborted(interrupt.signal);
    } finally {
      const late = setTimeout(() => {
        io.stderr.write(`Expected to stop within ${STOP_MS} ms, and did not: ended all the same.\n`);
        process.exit(1);
      }, STOP_MS);
      await host.stop().finally(() => clearTimeout(late));
    }
    return 0;
  } catch (error) {
    if (interrupt.signal.aborted && error === interrupt.signal.reason) return 0;
    if (!isForPeople(error)) throw error;
    io.stderr.write(`${error.message}\n`);
    return 1;
  } finally {
    interrupt.release();
  }
}

interface Host {
  /** With the token: whoever has it is let in. */
  readonly address: string;
  stop(): Promise<void>;
}

async function startHost(
  args: ServeArguments,
  { pageDir, storeWorkerUrl, configWorkerUrl }: ServePlaces,
  log: Log,
  endpoints: readonly EndpointInput[],
  io: Pick<Io, 'stderr' | 'env'>,
): Promise<Host> {
  const token = args.token ?? randomBytes(32).toString('base64url');
  if (token.length < 16) log('warn', 'The token is short: whoever guesses it can see and change everything');
  if (!listensHereOnly(args.host)) {
    log('warn', `Listening on ${args.host}, without encryption: whoever reads along on the network gets the token`);
  }
  const page = await loadPage(pageDir);
  const dataDir = resolve(args.dataDir ?? defaultDataDir());
  const lock = await lockDataDir(dataDir);
  const ending = new AbortController();
  let engine: Engine | null = null;
  let server: HttpServer | null = null;

  async function stop(): Promise<void> {
    ending.abort();
    server?.stopping();
    await stopParts(engine, server, lock);
  }

  try {
    trustSystemAuthorities();
    engine = createEngine({
      ports: createNodePorts({
        log,
        // The page shows notifications; here they are kept for whoever reads the log later.
        notifier: ({ title, body }) => log('info', [title, ...body.split('\n')].filter(Boolean).join(' · ')),
        secrets: createKeyFileSecrets(join(dataDir, KEY_FILE)),
      }),
      store: createSqliteStore({ file: join(dataDir, DATABASE_FILE), workerUrl: storeWorkerUrl, log }),
      host: {
        kind: 'headless',
        version: VERSION,
        platform: process.platform,
        dataDir,
        configFile: args.config === null ? null : resolve(args.config),
        features: [],
      },
      resolver: createResolver(),
      importWorkerUrl: configWorkerUrl,
    });
    await engine.start();
    tellOfLostLog(engine, io.stderr);
    // Without a file there are none of the file's: those of an earlier run leave the list and keep their history.
    await engine.syncFile(endpoints);
    server = await listen(args.port, {
      engine,
      countEndpoints: await countEndpoints(engine),
      page,
      version: VERSION,
      host: args.host,
      token,
      log,
    });
    if (args.config !== null) {
      const reading = { workerUrl: configWorkerUrl, environment: io.env, signal: ending.signal };
      await followConfig(args.config, reading, { engine, log });
    }
  } catch (error) {
    await stop();
    throw error;
  }
  const name = isWildcard(args.host) ? '127.0.0.1' : inUrl(args.host);
  return { address: `http://${name}:${server.port}/#token=${token}`, stop };
}

/** The log goes to standard error, which may have gone: then the page is where it can still be told. */
function tellOfLostLog(engine: Engine, stderr: Io['stderr']): void {
  stderr.once('error', (error: Error) => {
    const body = `What Lookout writes to standard error is lost (${error.message}). Checks go on.`;
    engine.setNotice({ id: 'log', level: 'warning', title: 'The log cannot be written', body, active: true });
  });
}

/** Connections end last, so that `/healthz` says until the end that Lookout is stopping. */
async function stopParts(engine: Engine | null, server: HttpServer | null, lock: DataDirLock): Promise<void> {
  try {
    await engine?.dispose();
    await server?.close();
  } finally {
    await lock.release();
  }
}

/** Listens on the port that was asked for; when none was, on the usual one, or a free one when that is taken. */
async function listen(port: number | null, options: Omit<HttpServerOptions, 'port'>): Promise<HttpServer> {
  try {
    return await startHttpServer({ ...options, port: port ?? USUAL_PORT });
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (port === null && error.code === 'EADDRINUSE') return await startHttpServer({ ...options, port: 0 });
    const place = `port ${port ?? USUAL_PORT} of ${options.host}`;
    throw new StartError(`Expected ${place} to be one that can be listened on, got: ${error.message}`, {
      cause: error,
    });
  }
}

/** Keeps the file's endpoints in step. A broken file changes nothing but the notice that says so. */
async function followConfig(
  path: string,
  reading: Pick<WatchConfigOptions, 'workerUrl' | 'environment' | 'signal'>,
  { engine, log }: { readonly engine: Engine; readonly log: Log },
): Promise<void> {
  function tell(problem: string): void {
    if (problem !== '') log('warn', `The config file is not followed: ${problem}`);
    engine.setNotice({
      id: 'config-file',
      level: 'error',
      title: 'The config file is not followed',
      body: problem,
      active: problem !== '',
    });
  }

  async function onChange(config: LoadedConfig): Promise<void> {
    if (config.ok) await engine.syncFile(config.endpoints);
    tell(config.ok ? '' : config.errors.slice(0, 5).map(formatConfigError).join('\n'));
  }

  await watchConfigFile({
    ...reading,
    path,
    onChange,
    onError: (error) => tell(error instanceof Error ? error.message : String(error)),
  });
}

class StartError extends Error {
  override readonly name = 'StartError';
}

/** What tells a person what to do; everything else is a bug, and its stack is wanted. */
function isForPeople(error: unknown): error is Error {
  return error instanceof StoreError || error instanceof PageError || error instanceof StartError;
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** `lookout serve`: runs until a signal ends it. */
import { limitGarbage } from '../../../engine/machine/limit-garbage.ts';
import { StoreError } from '../../../engine/store/store.ts';
import type { ServeArguments } from '../../arguments/arguments.ts';
import { readConfig, type ReadFileConfig } from '../../data/read-config.ts';
import { takeInterrupts } from '../../base/interrupt.ts';
import type { Io } from '../../base/io.ts';
import { createLog } from '../../base/log.ts';
import { openBrowser } from './open-browser.ts';
import { PageError } from '../../http/page.ts';
import { texts } from '../../base/texts.ts';
import { ListenError, startHost, type Host, type HostOptions, type HostPlaces } from './serve-host.ts';
import { readNetworks } from '../../arguments/networks.ts';
import { readScrapeToken, readToken, readVantageKey, withoutToken } from '../../access/token.ts';
import { readPrometheus } from './prometheus-options.ts';

/** The engine stops within two seconds; after three something hangs, and the process must end nevertheless. */
const STOP_MS = 3_000;

/**
 * Serves until SIGINT, SIGTERM or SIGHUP.
 * @returns the exit code: 0 stopped and everything written, 1 it could not start or stop
 * @throws UsageError when the config file or an option is wrong
 */
export async function serve(args: ServeArguments, io: Io, places: HostPlaces): Promise<number> {
  const log = createLog(io, 'info');
  const interrupt = takeInterrupts();
  const endLimits = limitGarbage();
  try {
    const file = await readFile(args, io, places, interrupt.signal);
    const token = await readToken(args, io.env, log);
    const scrape = { token: await readScrapeToken(args, io.env, log), from: args.scrapeFrom };
    readNetworks(scrape.from);
    const vantageKey = await readVantageKey(args, io.env, log);
    const prometheus = readPrometheus(args, io.env, vantageKey);
    await serveHosts({ args, token, scrape, vantageKey, prometheus, places, io, log, file }, interrupt.signal);
    return 0;
  } catch (error) {
    if (interrupt.signal.aborted && error === interrupt.signal.reason) return 0;
    const text = textFor(error);
    if (text === null) throw error;
    io.stderr.write(`${text}\n`);
    return 1;
  } finally {
    interrupt.release();
    endLimits();
  }
}

interface ServeOptions extends Omit<HostOptions, 'restart' | 'onListening'> {
  readonly io: Io;
}

/** Starts a host, and another one whenever the data is replaced, on the same port. */
async function serveHosts(options: ServeOptions, signal: AbortSignal): Promise<void> {
  const { args, places, io, log } = options;
  let { file } = options;
  let port: number | null = null;
  while (!signal.aborted) {
    const restart = Promise.withResolvers<void>();
    const host: Host = await startHost({
      ...options,
      args: { ...args, port: port ?? args.port },
      file,
      restart: restart.resolve,
      onListening: (listening) => {
        if (port === null) {
          io.stdout.write(`Lookout is at ${listening.address}\n`);
          if (args.open) openBrowser(listening.createOpenLink(), log, withoutToken(io.env));
        }
        ({ port } = listening);
      },
    });
    try {
      await Promise.race([aborted(signal), restart.promise]);
    } finally {
      await stopInTime(host, io);
    }
    // If the file has errors now, the page reports them, and its earlier content stays in use.
    if (!signal.aborted) file = await readFile(args, io, places, signal).catch(() => file);
  }
}

async function readFile(
  { config }: ServeArguments,
  { env }: Io,
  { configWorkerUrl }: HostPlaces,
  signal: AbortSignal,
): Promise<ReadFileConfig | null> {
  return config === null ? null : await readConfig(config, { workerUrl: configWorkerUrl, environment: env, signal });
}

async function stopInTime(host: Host, { stderr }: Io): Promise<void> {
  const limit = setTimeout(() => {
    stderr.write(`Lookout did not stop within ${STOP_MS} ms and was ended.\n`);
    process.exit(1);
  }, STOP_MS);
  await host.stop().finally(() => clearTimeout(limit));
}

/** The text for people; null: the error is a bug, whose stack is printed. */
function textFor(error: unknown): string | null {
  if (error instanceof StoreError) return texts.message(error.problem);
  return error instanceof PageError || error instanceof ListenError ? error.message : null;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

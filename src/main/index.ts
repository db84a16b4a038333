/** The desktop app: where its process begins. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, dialog, protocol } from 'electron';
import { createArrivals } from './app/open-requests.ts';
import { catchBugs } from './system/uncaught-errors.ts';
import { parseCommandLine } from './app/command-line.ts';
import type { CommandLine } from './app/command-line.ts';
import { startDesktop } from './app/desktop.ts';
import { argumentsFrom } from './system/environment.ts';
import { createLogFile } from './system/log-file.ts';
import { PAGE_SCHEME_PRIVILEGES } from './ipc/page-protocol.ts';
import { quitInOrder } from './app/quit.ts';

/** The engine stops within two seconds; the rest is a moment for the log and the window's place. */
const STOP_MS = 2500;
const LOG_BYTES = 2 * 1024 * 1024;

function commandLineOf(argv: readonly string[], workingDirectory: string): CommandLine {
  return parseCommandLine(argv.slice(argumentsFrom), workingDirectory);
}

async function start(commandLine: CommandLine): Promise<void> {
  // A data folder of its own has its log with it; otherwise the log is where the system wants logs.
  const logs = commandLine.dataDir === null ? app.getPath('logs') : join(app.getPath('userData'), 'logs');
  const logFile = createLogFile({
    file: join(logs, 'lookout.log'),
    maxBytes: LOG_BYTES,
    level: app.isPackaged ? 'info' : 'debug',
    mirror: (line) => process.stderr.write(line),
    now: Date.now,
  });
  const { log } = logFile;
  const running = new AsyncDisposableStack();
  // Made first, so that the log hears all of it.
  running.defer(logFile.flush);
  const onNotices = catchBugs(log, logs);
  const openRequests = createArrivals({
    app,
    parse: commandLineOf,
    onError: (error) => log('warn', 'Another start of Lookout had options that cannot be read', { error }),
  });
  const quit = quitInOrder({ app, dispose: () => running.disposeAsync(), limitMs: STOP_MS, log });
  try {
    await startDesktop({ commandLine, logFile, logs, openRequests, quit, running, onNotices });
  } catch (error) {
    if (quit.quitting()) return;
    log('error', 'Lookout cannot start', { error });
    dialog.showErrorBox('Lookout cannot start', error instanceof Error ? error.message : String(error));
    await running.disposeAsync();
    app.exit(1);
  }
}

function main(): void {
  let commandLine: CommandLine;
  try {
    commandLine = commandLineOf(process.argv, process.cwd());
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    app.exit(2);
    return;
  }
  app.setAppUserModelId('app.lookout.desktop');
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged([PAGE_SCHEME_PRIVILEGES]);
  if (commandLine.dataDir !== null) {
    // A data folder of its own is an app of its own: another lock, another window, other caches.
    const userData = join(commandLine.dataDir, 'desktop');
    mkdirSync(userData, { recursive: true, mode: 0o700 });
    app.setPath('userData', userData);
  }
  // The first instance shows its window when a second one gives up here.
  if (app.requestSingleInstanceLock()) void start(commandLine);
  else app.quit();
}

main();

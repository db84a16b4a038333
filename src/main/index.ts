/** The entry of the desktop app's main process. */
import { join } from 'node:path';
import { app, autoUpdater, dialog, protocol } from 'electron';
import { enlargeThreadPool } from '../engine/base/thread-pool.ts';
import { parseCommandLine, type CommandLine } from './app/command-line.ts';
import { startDesktop } from './app/desktop.ts';
import { createOpenRequests, type StartData } from './app/open-requests.ts';
import { prepareApp } from './app/prepare.ts';
import { quitInOrder } from './app/quit.ts';
import { argumentsFrom } from './system/environment.ts';
import { createLogFile } from './system/log-file.ts';
import { createOutput, type Output } from './system/output.ts';
import { catchUncaughtErrors } from './system/uncaught-errors.ts';
import { errorText } from './system/texts.ts';

enlargeThreadPool();

/** The engine stops within two seconds. The rest is for the log and the windows' places. */
const STOP_MS = 2500;
const LOG_BYTES = 2 * 1024 * 1024;

function readCommandLine(argv: readonly string[], workingDirectory: string): CommandLine {
  return parseCommandLine(argv.slice(argumentsFrom), workingDirectory);
}

async function start(commandLine: CommandLine, stderr: Output): Promise<void> {
  // A data folder from the command line contains its log; otherwise the log is where the system wants logs.
  const logs = commandLine.dataDir === null ? app.getPath('logs') : join(app.getPath('userData'), 'logs');
  const logFile = createLogFile({
    file: join(logs, 'lookout.log'),
    maxBytes: LOG_BYTES,
    level: app.isPackaged ? 'info' : 'debug',
    mirror: (line) => stderr.write(line),
    now: Date.now,
  });
  const { log } = logFile;
  const running = new AsyncDisposableStack();
  // Added first and so stopped last, so that everything else can log until the end.
  running.defer(logFile.flush);
  const onNotices = catchUncaughtErrors(log, logs);
  const openRequests = createOpenRequests({
    app,
    parse: readCommandLine,
    onError: (error) => log('warn', 'Another start of Lookout had options that cannot be read', { error }),
  });
  const quit = quitInOrder({
    app,
    autoUpdater,
    dispose: () => running.disposeAsync(),
    limitMs: STOP_MS,
    log,
  });
  try {
    await startDesktop({ commandLine, logFile, logs, openRequests, quit, running, onNotices });
  } catch (error) {
    if (quit.quitting()) return;
    log('error', 'Lookout cannot start', { error });
    dialog.showErrorBox('Lookout cannot start', errorText(error));
    await running.disposeAsync();
    app.exit(1);
  }
}

function main(): void {
  const stderr = createOutput(process.stderr);
  // Libraries may write to it.
  createOutput(process.stdout);
  let commandLine: CommandLine;
  try {
    commandLine = readCommandLine(process.argv, process.cwd());
  } catch (error) {
    stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    app.exit(2);
    return;
  }
  prepareApp({ app, protocol, commandLine });
  // The first instance shows its window when a second one ends here.
  const data: StartData = { argv: process.argv, workingDirectory: process.cwd() };
  if (app.requestSingleInstanceLock({ ...data })) void start(commandLine, stderr);
  else app.quit();
}

main();

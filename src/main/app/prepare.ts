import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { App, Protocol } from 'electron';
import { PAGE_SCHEME_PRIVILEGES } from '../ipc/page-protocol.ts';
import type { CommandLine } from './command-line.ts';

/** Also in `electron-builder.config.ts`. Windows uses it for notifications and the taskbar. */
const APP_ID = 'app.lookout.desktop';

export interface PrepareOptions {
  readonly app: Pick<App, 'setAppUserModelId' | 'enableSandbox' | 'setPath'>;
  readonly protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>;
  readonly commandLine: Pick<CommandLine, 'dataDir'>;
}

/** Sets what Electron accepts only before the app is ready. */
export function prepareApp({ app, protocol, commandLine }: PrepareOptions): void {
  app.setAppUserModelId(APP_ID);
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged([PAGE_SCHEME_PRIVILEGES]);
  if (commandLine.dataDir === null) return;
  // Lookout with its own data folder is a separate app, with its own lock, windows and caches.
  const userData = join(commandLine.dataDir, 'desktop');
  mkdirSync(userData, { recursive: true, mode: 0o700 });
  app.setPath('userData', userData);
}

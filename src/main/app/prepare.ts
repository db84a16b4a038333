import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { App, CommandLine as CommandLineSwitches, Protocol } from 'electron';
import { PAGE_SCHEME_PRIVILEGES } from '../ipc/page-protocol.ts';
import type { CommandLine } from './command-line.ts';

/** Also in `scripts/electron-builder.config.ts`. Windows uses it for notifications and the taskbar. */
const APP_ID = 'app.lookout.desktop';

export interface PrepareOptions {
  readonly app: Pick<App, 'setAppUserModelId' | 'enableSandbox' | 'setPath'> & {
    readonly commandLine: Pick<CommandLineSwitches, 'hasSwitch'>;
  };
  readonly protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>;
  readonly commandLine: Pick<CommandLine, 'dataDir'>;
}

/** Sets what Electron accepts only before the app is ready. */
export function prepareApp({ app, protocol, commandLine }: PrepareOptions): void {
  app.setAppUserModelId(APP_ID);
  // An AppImage on Ubuntu 24.04 adds `--no-sandbox`, because the system allows no sandbox. `enableSandbox` would remove it
  // after Chromium's processes were started without one, and pages could crash.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  protocol.registerSchemesAsPrivileged([PAGE_SCHEME_PRIVILEGES]);
  if (commandLine.dataDir === null) return;
  // Lookout with its own data folder is a separate app, with its own lock, windows and caches.
  const userData = join(commandLine.dataDir, 'desktop');
  mkdirSync(userData, { recursive: true, mode: 0o700 });
  app.setPath('userData', userData);
}

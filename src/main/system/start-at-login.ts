/** Starts Lookout with the system, hidden in the tray. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { App } from 'electron';

export interface StartAtLoginOptions {
  readonly app: Pick<App, 'setLoginItemSettings'>;
  readonly platform: NodeJS.Platform;
  /** The program that starts Lookout, or its AppImage. */
  readonly program: string;
  /** The arguments that the program needs before its options: the app's folder, when it is not packaged. */
  readonly programArguments: readonly string[];
  /** `$XDG_CONFIG_HOME` or its default; Linux only. */
  readonly configHome: string;
}

/** The option that starts Lookout without a window. */
const HIDDEN = '--hidden';

/** Turns it on or off. Rejects when the system refuses. */
export async function setStartAtLogin(on: boolean, options: StartAtLoginOptions): Promise<void> {
  const { app, platform, program, programArguments, configHome } = options;
  if (platform !== 'linux') {
    app.setLoginItemSettings({ openAtLogin: on, path: program, args: [...programArguments, HIDDEN] });
    return;
  }
  // Electron does not support Linux here. This is freedesktop.org's Desktop Application Autostart Specification.
  const file = join(configHome, 'autostart', 'lookout.desktop');
  if (!on) {
    await rm(file, { force: true });
    return;
  }
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, desktopEntry([program, ...programArguments, HIDDEN]));
}

/** @param command the program and its arguments */
export function desktopEntry(command: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Lookout',
    'Comment=Watches endpoints',
    `Exec=${command.map(quote).join(' ')}`,
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

/** Quotes an argument as in the Desktop Entry Specification, "The Exec key". Backslashes are escaped twice. */
function quote(argument: string): string {
  const escaped = argument
    .replaceAll(/["`$\\]/g, '\\$&')
    .replaceAll('\\', '\\\\')
    .replaceAll('%', '%%');
  return `"${escaped}"`;
}

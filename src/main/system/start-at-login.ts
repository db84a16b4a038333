/** Starting with the system, hidden in the tray. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { App } from 'electron';

export interface StartAtLoginOptions {
  readonly app: Pick<App, 'setLoginItemSettings'>;
  readonly platform: NodeJS.Platform;
  /** What starts Lookout: the program, or the AppImage that it came in. */
  readonly program: string;
  /** What it needs before its options: the app's folder, when it is not packaged. */
  readonly before: readonly string[];
  /** `$XDG_CONFIG_HOME`, or where that is; Linux only. */
  readonly configHome: string;
}

/** Given to a start by the system: the window stays away. */
const HIDDEN = '--hidden';

/** Sets it, or takes it back. Rejects when the system does not let us. */
export async function setStartAtLogin(on: boolean, options: StartAtLoginOptions): Promise<void> {
  const { app, platform, program, before, configHome } = options;
  if (platform !== 'linux') {
    app.setLoginItemSettings({ openAtLogin: on, path: program, args: [...before, HIDDEN] });
    return;
  }
  // Electron has nothing for it here; this is the Desktop Application Autostart Specification of freedesktop.org.
  const file = join(configHome, 'autostart', 'lookout.desktop');
  if (!on) {
    await rm(file, { force: true });
    return;
  }
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, desktopEntry([program, ...before, HIDDEN]));
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

/** Desktop Entry Specification, "The Exec key": quoted, four characters escaped, backslashes once more as a string. */
function quote(argument: string): string {
  const escaped = argument
    .replaceAll(/["`$\\]/g, '\\$&')
    .replaceAll('\\', '\\\\')
    .replaceAll('%', '%%');
  return `"${escaped}"`;
}

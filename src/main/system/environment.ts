/** How Lookout was started, and where its own files are. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { app } from 'electron';

/** The development server of `electron-vite dev`; null: the built page. */
export const devUrl = app.isPackaged ? null : (process.env['ELECTRON_RENDERER_URL'] ?? null);

/** Icons and the tray's images. */
export const resources = join(app.getAppPath(), 'resources');

/** The built page. */
export const pageFolder = join(app.getAppPath(), 'out', 'renderer');

/** The AppImage that Lookout was started from; null: none. */
export const appImage = process.env['APPIMAGE'] ?? null;

/** The program that starts Lookout again. An AppImage mounts itself at another path at each start. */
export const program = appImage ?? process.execPath;

/** The arguments that the program needs: when not packaged, Electron needs the app's folder. */
export const programArguments: readonly string[] = app.isPackaged ? [] : [app.getAppPath()];

/** The index of the first option: when not packaged, the app's folder is before the options. */
export const argumentsFrom = app.isPackaged ? 1 : 2;

/** The folder of a person's settings (XDG Base Directory Specification); Linux only. */
export const configHome = process.env['XDG_CONFIG_HOME'] || join(homedir(), '.config');

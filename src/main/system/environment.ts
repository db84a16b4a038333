/** How this Lookout was started, and where its own files are. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { app } from 'electron';

/** The development server, as `electron-vite dev` sets it; null: the built page. */
export const devUrl = app.isPackaged ? null : (process.env['ELECTRON_RENDERER_URL'] ?? null);

/** Icons and the tray's images. */
export const resources = join(app.getAppPath(), 'resources');

/** The built page. */
export const pageFolder = join(app.getAppPath(), 'out', 'renderer');

/** What starts Lookout again, from the system's menus: an AppImage unpacks itself to another place each time. */
export const program = process.env['APPIMAGE'] ?? process.execPath;

/** Unpackaged, Electron is told which app it is. */
export const programArguments: readonly string[] = app.isPackaged ? [] : [app.getAppPath()];

/** Unpackaged, the app's folder stands between the program and the options. */
export const argumentsFrom = app.isPackaged ? 1 : 2;

/** Where a person's programs keep their settings (XDG Base Directory Specification); Linux only. */
export const configHome = process.env['XDG_CONFIG_HOME'] || join(homedir(), '.config');

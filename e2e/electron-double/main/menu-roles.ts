/** Labels, shortcuts and actions of menu roles, as in Electron's `menu-item-roles.ts`. */
import type { MenuItemConstructorOptions } from 'electron';
import type { BrowserWindowDouble } from './browser-window.ts';

export interface RoleContext {
  readonly window: BrowserWindowDouble | null;
  readonly quit: () => void;
}

export interface Role {
  readonly label: string;
  readonly accelerator?: string;
  /** Absent: the system or Chromium does it, without an effect here. */
  readonly run?: (context: RoleContext) => void;
  readonly submenu?: readonly MenuItemConstructorOptions[];
}

const mac = process.platform === 'darwin';
const separator = { type: 'separator' } as const;
const edit = (
  label: string,
  command: 'undo' | 'redo' | 'cut' | 'copy' | 'paste' | 'delete' | 'selectAll',
  accelerator?: string,
): Role => ({
  label,
  ...(accelerator === undefined ? {} : { accelerator }),
  run: ({ window }) => window?.webContents[command](),
});
const zoom = (label: string, accelerator: string, level: (now: number) => number): Role => ({
  label,
  accelerator,
  run: ({ window }) => window?.webContents.setZoomLevel(level(window.webContents.getZoomLevel())),
});

/** By role in lower case. */
export const ROLES: Readonly<Record<string, Role>> = {
  about: { label: 'About' },
  services: { label: 'Services' },
  hide: { label: 'Hide', accelerator: 'Command+H', run: ({ window }) => window?.hide() },
  hideothers: { label: 'Hide Others', accelerator: 'Command+Alt+H' },
  unhide: { label: 'Show All' },
  help: { label: 'Help' },
  front: { label: 'Bring All to Front' },
  quit: { label: 'Quit', accelerator: 'CommandOrControl+Q', run: ({ quit }) => quit() },
  close: {
    label: mac ? 'Close Window' : 'Close',
    accelerator: 'CommandOrControl+W',
    run: ({ window }) => window?.close(),
  },
  minimize: { label: 'Minimize', accelerator: 'CommandOrControl+M', run: ({ window }) => window?.minimize() },
  zoom: { label: 'Zoom', run: ({ window }) => window?.maximize() },
  reload: { label: 'Reload', accelerator: 'CmdOrCtrl+R', run: ({ window }) => window?.webContents.reload() },
  toggledevtools: {
    label: 'Toggle Developer Tools',
    accelerator: mac ? 'Alt+Command+I' : 'Ctrl+Shift+I',
  },
  togglefullscreen: {
    label: 'Toggle Full Screen',
    accelerator: mac ? 'Control+Command+F' : 'F11',
    run: ({ window }) => window?.setFullScreen(!window.isFullScreen()),
  },
  resetzoom: zoom('Actual Size', 'CommandOrControl+0', () => 0),
  zoomin: zoom('Zoom In', 'CommandOrControl+Plus', (now) => now + 0.5),
  zoomout: zoom('Zoom Out', 'CommandOrControl+-', (now) => now - 0.5),
  undo: edit('Undo', 'undo', 'CommandOrControl+Z'),
  redo: edit('Redo', 'redo', mac ? 'Shift+CommandOrControl+Z' : 'Control+Y'),
  cut: edit('Cut', 'cut', 'CommandOrControl+X'),
  copy: edit('Copy', 'copy', 'CommandOrControl+C'),
  paste: edit('Paste', 'paste', 'CommandOrControl+V'),
  delete: edit('Delete', 'delete'),
  selectall: edit('Select All', 'selectAll', 'CommandOrControl+A'),
  editmenu: {
    label: 'Edit',
    submenu: [
      { role: 'undo' },
      { role: 'redo' },
      separator,
      { role: 'cut' },
      { role: 'copy' },
      { role: 'paste' },
      { role: 'delete' },
      separator,
      { role: 'selectAll' },
    ],
  },
  windowmenu: {
    label: 'Window',
    submenu: [
      { role: 'minimize' },
      { role: 'zoom' },
      ...(mac ? [separator, { role: 'front' } as const] : [{ role: 'close' } as const]),
    ],
  },
};

/** Chromium handles the shortcuts of these roles, so the menu must not handle them again. */
export const KEYS_OF_CHROMIUM: ReadonlySet<string> = new Set([
  'undo',
  'redo',
  'cut',
  'copy',
  'paste',
  'delete',
  'selectall',
]);

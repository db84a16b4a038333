/** What of `webContents` the double has, and with which preferences it shows what Electron would. */
import type { WebContents, WebPreferences } from 'electron';
import { lacks } from '../strict.ts';

export type Known = Extract<
  keyof WebContents,
  | 'id'
  | 'loadURL'
  | 'send'
  | 'setWindowOpenHandler'
  | 'reload'
  | 'getURL'
  | 'getTitle'
  | 'isDestroyed'
  | 'isCrashed'
  | 'isLoading'
  | 'executeJavaScript'
  | 'forcefullyCrashRenderer'
  | 'openDevTools'
  | 'closeDevTools'
  | 'isDevToolsOpened'
  | 'toggleDevTools'
  | 'setZoomLevel'
  | 'getZoomLevel'
  | 'setZoomFactor'
  | 'getZoomFactor'
  | 'undo'
  | 'redo'
  | 'cut'
  | 'copy'
  | 'paste'
  | 'delete'
  | 'selectAll'
  | 'setBackgroundThrottling'
  | 'getType'
  | 'focus'
  | 'isFocused'
>;

/** What the window gives its page: everything here must hold, or the double does not show what Electron would. */
const REQUIRED: Readonly<Partial<Record<keyof WebPreferences, unknown>>> = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  webSecurity: true,
  webviewTag: false,
};
/** Preferences that change nothing that can be seen here. */
const IGNORED = new Set([
  'preload',
  'spellcheck',
  'devTools',
  'backgroundThrottling',
  'additionalArguments',
  'navigateOnDragDrop',
  'safeDialogs',
  'disableDialogs',
  'enableWebSQL',
  'autoplayPolicy',
]);

/** @throws for what would be different here */
export function checkPreferences(preferences: WebPreferences): void {
  for (const [name, value] of Object.entries(preferences)) {
    if (name in REQUIRED ? REQUIRED[name as keyof WebPreferences] !== value : !IGNORED.has(name)) {
      lacks(`webPreferences.${name}: ${String(value)}`);
    }
  }
}

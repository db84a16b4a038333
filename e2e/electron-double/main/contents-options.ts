/** The members of `webContents` that the double has, and the preferences that it supports. */
import type { WebContents, WebPreferences } from 'electron';
import { state } from '../runtime.ts';
import { lacks } from '../strict.ts';

export type Known = Extract<
  keyof WebContents,
  | 'id'
  | 'loadURL'
  | 'send'
  | 'setWindowOpenHandler'
  | 'reload'
  | 'getURL'
  | 'isDestroyed'
  | 'isCrashed'
  | 'forcefullyCrashRenderer'
  | 'setZoomLevel'
  | 'getZoomLevel'
  | 'getZoomFactor'
  | 'undo'
  | 'redo'
  | 'cut'
  | 'copy'
  | 'paste'
  | 'delete'
  | 'selectAll'
  | 'printToPDF'
>;

/** Preferences that the double requires, because it cannot show what Electron does with others. */
const REQUIRED: Readonly<Partial<Record<keyof WebPreferences, unknown>>> = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  webSecurity: true,
  webviewTag: false,
};
/** Preferences without an effect in the double. */
const IGNORED = new Set(['preload', 'spellcheck']);
/** The only policy for sounds that the double has besides Chromium's. It is that of all windows, and decided by the first. */
const AUTOPLAY = 'no-user-gesture-required';

/** @throws for preferences that the double does not support */
export function checkPreferences(preferences: WebPreferences): void {
  for (const [name, value] of Object.entries(preferences)) {
    if (name === 'autoplayPolicy' && value === AUTOPLAY) {
      state.autoplay = true;
      continue;
    }
    if (name in REQUIRED ? REQUIRED[name as keyof WebPreferences] !== value : !IGNORED.has(name)) {
      lacks(`webPreferences.${name}: ${String(value)}`);
    }
  }
}

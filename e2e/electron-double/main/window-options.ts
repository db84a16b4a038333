/** The members of `BrowserWindow` that the double has. */
import type { BrowserWindow } from 'electron';

export type Known = Extract<
  keyof BrowserWindow,
  | 'id'
  | 'loadURL'
  | 'show'
  | 'hide'
  | 'close'
  | 'destroy'
  | 'focus'
  | 'isFocused'
  | 'isVisible'
  | 'isDestroyed'
  | 'minimize'
  | 'restore'
  | 'isMinimized'
  | 'maximize'
  | 'isMaximized'
  | 'setFullScreen'
  | 'isFullScreen'
  | 'getBounds'
  | 'setBounds'
  | 'getNormalBounds'
  | 'setBackgroundColor'
  | 'getBackgroundColor'
  | 'getTitle'
  | 'setAlwaysOnTop'
  | 'isAlwaysOnTop'
>;

/** Options that the double supports, or that have no effect in it. */
export const UNDERSTOOD = new Set([
  'x',
  'y',
  'width',
  'height',
  'minWidth',
  'minHeight',
  'title',
  'icon',
  'backgroundColor',
  'show',
  'autoHideMenuBar',
  'webPreferences',
  'alwaysOnTop',
]);

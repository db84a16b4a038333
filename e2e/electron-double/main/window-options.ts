/** What of `BrowserWindow` the double has. */
import type { BrowserWindow } from 'electron';

export type Known = Extract<
  keyof BrowserWindow,
  | 'id'
  | 'loadURL'
  | 'loadFile'
  | 'show'
  | 'showInactive'
  | 'hide'
  | 'close'
  | 'destroy'
  | 'focus'
  | 'blur'
  | 'isFocused'
  | 'isVisible'
  | 'isDestroyed'
  | 'minimize'
  | 'restore'
  | 'isMinimized'
  | 'maximize'
  | 'unmaximize'
  | 'isMaximized'
  | 'setFullScreen'
  | 'isFullScreen'
  | 'getBounds'
  | 'setBounds'
  | 'getNormalBounds'
  | 'getContentBounds'
  | 'getSize'
  | 'setSize'
  | 'getPosition'
  | 'setPosition'
  | 'center'
  | 'setMinimumSize'
  | 'getMinimumSize'
  | 'setBackgroundColor'
  | 'getBackgroundColor'
  | 'setTitle'
  | 'getTitle'
  | 'setAlwaysOnTop'
  | 'isAlwaysOnTop'
  | 'setSkipTaskbar'
  | 'flashFrame'
  | 'setProgressBar'
  | 'moveTop'
  | 'setMenuBarVisibility'
  | 'setAutoHideMenuBar'
>;

/** Options that are understood, or that nothing here could show. */
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
  'center',
  'resizable',
  'minimizable',
  'maximizable',
  'fullscreenable',
  'skipTaskbar',
  'titleBarStyle',
  'titleBarOverlay',
  'trafficLightPosition',
  'useContentSize',
  'paintWhenInitiallyHidden',
]);

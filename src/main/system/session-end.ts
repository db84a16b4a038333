/**
 * The end of the session on Windows, which has no `powerMonitor` event for a shutdown. Other systems send no such
 * event.
 */
import type { App, BrowserWindow } from 'electron';

export interface SessionEndOptions {
  readonly app: Pick<App, 'on' | 'off'>;
  /** The windows that are already open. */
  readonly windows: () => readonly BrowserWindow[];
  /** Starts to quit in order. */
  readonly quit: () => void;
}

/**
 * Quits in order when Windows asks a window whether the session may end. The session waits until the app has ended, unless
 * Windows forces the end (`critical`). Windows kills the app right after `session-end`, which is too late to write anything.
 * @returns ends it
 */
export function followSessionEnd({ app, windows, quit }: SessionEndOptions): () => void {
  function follow(window: BrowserWindow): void {
    window.on('query-session-end', (event) => {
      if (!event.reasons.includes('critical')) event.preventDefault();
      quit();
    });
  }
  const onCreated = (_event: unknown, window: BrowserWindow): void => follow(window);
  app.on('browser-window-created', onCreated);
  for (const window of windows()) follow(window);
  return () => void app.off('browser-window-created', onCreated);
}

import type { App } from 'electron';

/**
 * Quits, and starts Lookout again.
 * @param appImage the AppImage that Lookout was started from, because the program inside it will be gone; null: none
 */
export function restartApp(app: Pick<App, 'relaunch' | 'quit'>, appImage: string | null): void {
  app.relaunch(appImage === null ? {} : { execPath: appImage });
  // Later, so that the page gets its answer first.
  setImmediate(() => app.quit());
}

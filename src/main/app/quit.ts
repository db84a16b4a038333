/** Quits in order: everything is stopped and written first, within a time limit. */
import type { App, AutoUpdater } from 'electron';
import type { Log } from '../../engine/ports.ts';

export interface QuitOptions {
  readonly app: Pick<App, 'on' | 'off' | 'quit'>;
  /** Electron's own updater. It reports on every system that an update is about to be installed. */
  readonly autoUpdater: Pick<AutoUpdater, 'on'>;
  /** Stops and writes everything. */
  readonly dispose: () => Promise<void>;
  /** How long `dispose` may take, in milliseconds. */
  readonly limitMs: number;
  readonly log: Log;
}

export interface Quit {
  /** True when quitting has begun, also to install an update: windows then close instead of hiding. */
  readonly quitting: () => boolean;
  /** Settles like `work`, but rejects when quitting begins, so that a start does not continue. */
  readonly unlessQuitting: <T>(work: Promise<T>) => Promise<T>;
}

/** Prevents each `before-quit` until `dispose` is done, has failed or takes too long. Then the app quits. */
export function quitInOrder({ app, autoUpdater, dispose, limitMs, log }: QuitOptions): Quit {
  let state: 'running' | 'disposing' | 'disposed' = 'running';
  let updating = false;
  const begun = Promise.withResolvers<never>();
  // Mostly, nobody waits for it.
  begun.promise.catch(() => undefined);

  async function finish(): Promise<void> {
    const timeout = Promise.withResolvers<'timeout'>();
    const timer = setTimeout(() => timeout.resolve('timeout'), limitMs);
    try {
      if ((await Promise.race([dispose(), timeout.promise])) === 'timeout') {
        log('error', 'Stopping took too long and was cut off', { limitMs });
      }
    } catch (error) {
      log('error', 'Stopping failed', { error });
    } finally {
      clearTimeout(timer);
    }
    state = 'disposed';
    app.quit();
  }

  // Before it quits, it closes all windows. A window that hides instead would keep it waiting forever.
  autoUpdater.on('before-quit-for-update', () => {
    updating = true;
  });
  app.on('before-quit', (event) => {
    if (state === 'disposed') return;
    event.preventDefault();
    if (state === 'disposing') return;
    state = 'disposing';
    begun.reject(new Error('Lookout is quitting'));
    void finish();
  });

  return {
    quitting: () => updating || state !== 'running',
    unlessQuitting: (work) => Promise.race([work, begun.promise]),
  };
}

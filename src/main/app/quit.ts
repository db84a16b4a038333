/** Quitting in order: what runs is stopped and flushed first, but for no longer than a person waits. */
import type { App } from 'electron';
import type { Log } from '../../engine/ports.ts';

export interface QuitOptions {
  readonly app: Pick<App, 'on' | 'off' | 'quit'>;
  /** Stops and flushes everything. */
  readonly dispose: () => Promise<void>;
  /** The longest that `dispose` may take, in milliseconds. */
  readonly limitMs: number;
  readonly log: Log;
}

export interface Quit {
  /** True from the moment at which quitting began: windows then close instead of hiding. */
  readonly quitting: () => boolean;
  /** Settles as the work does; rejects as soon as quitting begins, for a start that is then to go no further. */
  readonly unlessQuitting: <T>(work: Promise<T>) => Promise<T>;
}

/** Holds up each `before-quit` until `dispose` is done, failed or took too long; then lets the app quit. */
export function quitInOrder({ app, dispose, limitMs, log }: QuitOptions): Quit {
  let state: 'running' | 'disposing' | 'disposed' = 'running';
  const begun = Promise.withResolvers<never>();
  // Mostly nobody waits for it.
  begun.promise.catch(() => undefined);

  async function finish(): Promise<void> {
    const late = Promise.withResolvers<'late'>();
    const timer = setTimeout(() => late.resolve('late'), limitMs);
    try {
      if ((await Promise.race([dispose(), late.promise])) === 'late') {
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

  app.on('before-quit', (event) => {
    if (state === 'disposed') return;
    event.preventDefault();
    if (state === 'disposing') return;
    state = 'disposing';
    begun.reject(new Error('Lookout is quitting'));
    void finish();
  });

  return {
    quitting: () => state !== 'running',
    unlessQuitting: (work) => Promise.race([work, begun.promise]),
  };
}

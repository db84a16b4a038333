/** Reloads a page that crashed, and a page that hangs when the person wants that. */
import type { BrowserWindow, Dialog } from 'electron';
import type { Log } from '../../engine/ports.ts';

/** Why a page was reloaded. */
export type ReloadReason = 'crashed' | 'hung';

export interface PageRecoveryOptions {
  readonly window: BrowserWindow;
  readonly dialog: Pick<Dialog, 'showMessageBox'>;
  readonly onReload: (reason: ReloadReason) => void;
  readonly log: Log;
}

export interface PageRecovery {
  /** Whether the page has loaded, and its process runs. */
  isLoaded(): boolean;
}

const RELOAD_BUTTON = 1;

export function recoverPage({ window, dialog, onReload, log }: PageRecoveryOptions): PageRecovery {
  const { webContents } = window;
  let loaded = false;
  /** Set while the person is asked about a page that hangs; aborting it closes the dialog. */
  let question: AbortController | null = null;
  /** We ended the page's process because it hung. */
  let killed = false;

  async function onUnresponsive(): Promise<void> {
    if (question !== null) return;
    // Nobody sees a hidden page, so nobody is asked about it.
    if (!window.isVisible()) {
      kill();
      return;
    }
    question = new AbortController();
    try {
      if (await wantsReload(question.signal)) kill();
    } finally {
      question = null;
    }
  }

  async function wantsReload(signal: AbortSignal): Promise<boolean> {
    const { response } = await dialog.showMessageBox(window, {
      type: 'warning',
      message: 'This window is not responding',
      detail: 'Lookout continues to check your endpoints. Reloading the window loses nothing.',
      buttons: ['Wait', 'Reload'],
      defaultId: 0,
      cancelId: 0,
      signal,
    });
    return response === RELOAD_BUTTON && !signal.aborted;
  }

  function kill(): void {
    if (window.isDestroyed()) return;
    log('warn', 'The page does not respond and is reloaded');
    killed = true;
    // A page that hangs does not react to a reload. `render-process-gone` follows, which reloads the page.
    webContents.forcefullyCrashRenderer();
  }

  webContents.on('did-finish-load', () => {
    loaded = true;
  });
  webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (!killed) log('error', 'The page crashed', { reason, exitCode });
    // A page that crashes while it loads would be reloaded again and again.
    if (loaded && reason !== 'clean-exit' && !window.isDestroyed()) {
      webContents.reload();
      onReload(killed ? 'hung' : 'crashed');
    }
    killed = false;
    loaded = false;
  });
  window.on('unresponsive', () => {
    onUnresponsive().catch((error: unknown) => log('error', 'The dialog could not be shown', { error }));
  });
  window.on('responsive', () => question?.abort());
  window.on('closed', () => question?.abort());

  return { isLoaded: () => loaded };
}

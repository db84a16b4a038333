import type { BrowserWindow } from 'electron';
import type { Log } from '../../engine/ports.ts';

export interface HideOnCloseOptions {
  /** Asked when the window is closed: whether it should hide instead, if `canHide`. */
  readonly hidesOnClose: () => boolean;
  /** Whether the person could open the hidden window again. If not, it closes. */
  readonly canHide: () => Promise<boolean>;
  readonly onHidden: () => void;
}

/** Hides a window instead of closing it. */
export function hideOnClose(window: BrowserWindow, options: HideOnCloseOptions, log: Log): void {
  /** `asking` while `canHide` is asked, and `closing` after it said no. */
  let state: 'open' | 'asking' | 'closing' = 'open';

  async function hideOrClose(): Promise<void> {
    const canHide = await options.canHide();
    // Quitting may have begun meanwhile.
    if (window.isDestroyed()) return;
    if (canHide && options.hidesOnClose()) {
      state = 'open';
      hide(window);
      options.onHidden();
    } else {
      state = 'closing';
      window.close();
    }
  }

  window.on('close', (event) => {
    if (state === 'closing' || !options.hidesOnClose()) return;
    event.preventDefault();
    if (state === 'asking') return;
    state = 'asking';
    hideOrClose().catch((error: unknown) => {
      state = 'open';
      log('error', 'The window could not be closed', { error });
    });
  });
}

function hide(window: BrowserWindow): void {
  if (!window.isFullScreen()) {
    window.hide();
    return;
  }
  // macOS keeps the black space of a full-screen window that is hidden.
  window.once('leave-full-screen', () => window.hide());
  window.setFullScreen(false);
}

/** Shows the number of endpoints that are down on the app's icon in the dock, launcher or taskbar. */
import type { App, BrowserWindow, NativeImage } from 'electron';
import type { Say } from '../../i18n/codes/sentences.ts';

export interface BadgeOptions {
  readonly app: Pick<App, 'setBadgeCount'>;
  readonly platform: NodeJS.Platform;
  /** On Windows, the taskbar shows windows, so each window gets the mark. */
  readonly windows: () => readonly Pick<BrowserWindow, 'setOverlayIcon'>[];
  readonly loadMark: () => NativeImage;
  readonly say: Say;
}

export interface Badge {
  show(down: number): void;
  /** Marks a new window, too. */
  refresh(): void;
}

export function createBadge({ app, platform, windows, loadMark, say }: BadgeOptions): Badge {
  let shown = 0;
  let mark: NativeImage | null = null;

  function refresh(): void {
    if (platform !== 'win32') return;
    if (shown > 0) mark ??= loadMark();
    for (const window of windows())
      window.setOverlayIcon(shown > 0 ? mark : null, shown > 0 ? say('tray.countDown', { count: shown }) : '');
  }

  return {
    show(down) {
      if (down === shown) return;
      shown = down;
      if (platform !== 'win32') app.setBadgeCount(down);
      refresh();
    },
    refresh,
  };
}

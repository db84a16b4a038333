/** Keeps windows on the screens that are there. */
import type { BrowserWindow, Screen } from 'electron';
import type { Log } from '../../engine/ports.ts';
import { isReachable, placeWindow, type Rectangle } from './window-state.ts';

/** The work areas of the screens, the primary one first. */
export function workAreas(screen: Pick<Screen, 'getAllDisplays' | 'getPrimaryDisplay'>): readonly Rectangle[] {
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id);
  return [primary, ...others].map(({ workArea }) => workArea);
}

/**
 * When a screen is removed or changes, moves the windows that nobody could reach any more.
 * @returns ends it
 */
export function followScreens(
  screen: Pick<Screen, 'getAllDisplays' | 'getPrimaryDisplay' | 'on' | 'off'>,
  windows: () => readonly BrowserWindow[],
  log: Log,
): () => void {
  function moveWindows(): void {
    const areas = workAreas(screen);
    for (const window of windows()) {
      const bounds = window.getNormalBounds();
      if (isReachable(bounds, areas)) continue;
      log('info', 'A window is moved because its screen is gone', { bounds });
      window.setBounds(placeWindow({ bounds, maximized: false }, areas).bounds);
    }
  }
  screen.on('display-removed', moveWindows);
  screen.on('display-metrics-changed', moveWindows);
  return () => {
    screen.off('display-removed', moveWindows);
    screen.off('display-metrics-changed', moveWindows);
  };
}

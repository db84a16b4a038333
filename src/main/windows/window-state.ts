/** Where a window was, and where it can be now that screens may have changed. Pure. */

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface WindowState {
  /** The window's bounds when it is not maximized, in device-independent pixels. */
  readonly bounds: Rectangle;
  readonly maximized: boolean;
}

/** The smallest window that shows the whole page. */
export const MIN_SIZE = { width: 800, height: 600 } as const;
const DEFAULT_SIZE = { width: 1280, height: 800 } as const;
/** This much of the window must be on a screen, so that a person can drag it. */
const GRIP = { width: 120, height: 40 } as const;

/** Whether a person can drag a window with these bounds. @param areas the work areas of the screens */
export function isReachable(bounds: Rectangle, areas: readonly Rectangle[]): boolean {
  return mostCovered(bounds, areas) !== undefined;
}

/**
 * The place for the window: where it was, moved and resized to fit on its screen. If that screen is gone, the middle of
 * the first screen.
 * @param areas the work areas of the screens (without task bars), the primary one first; at least one
 */
export function placeWindow(saved: WindowState | null, areas: readonly Rectangle[]): WindowState {
  const primary = areas[0];
  if (primary === undefined) throw new RangeError('Expected areas to hold at least one screen, got none');
  if (saved === null) return { bounds: center(DEFAULT_SIZE, primary), maximized: false };

  const area = mostCovered(saved.bounds, areas);
  if (area === undefined) return { bounds: center(saved.bounds, primary), maximized: saved.maximized };
  const { width, height } = fit(saved.bounds, area);
  return {
    bounds: {
      x: clamp(saved.bounds.x, area.x, area.x + area.width - width),
      y: clamp(saved.bounds.y, area.y, area.y + area.height - height),
      width,
      height,
    },
    maximized: saved.maximized,
  };
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function fit(size: Size, area: Rectangle): Size {
  // On a screen smaller than the smallest window, the whole title bar is more important than the whole page.
  return {
    width: Math.min(Math.max(size.width, MIN_SIZE.width), area.width),
    height: Math.min(Math.max(size.height, MIN_SIZE.height), area.height),
  };
}

function center(size: Size, area: Rectangle): Rectangle {
  const { width, height } = fit(size, area);
  return {
    x: area.x + Math.floor((area.width - width) / 2),
    y: area.y + Math.floor((area.height - height) / 2),
    width,
    height,
  };
}

/** The screen that shows most of the window; undefined when no screen shows enough of it. */
function mostCovered(bounds: Rectangle, areas: readonly Rectangle[]): Rectangle | undefined {
  let best: Rectangle | undefined;
  let bestPixels = 0;
  for (const area of areas) {
    const width = overlap(bounds.x, bounds.width, area.x, area.width);
    const height = overlap(bounds.y, bounds.height, area.y, area.height);
    if (width >= GRIP.width && height >= GRIP.height && width * height > bestPixels) {
      best = area;
      bestPixels = width * height;
    }
  }
  return best;
}

function overlap(startA: number, lengthA: number, startB: number, lengthB: number): number {
  return Math.min(startA + lengthA, startB + lengthB) - Math.max(startA, startB);
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(Math.max(value, min), max);
}

/** Applies a window's size, color and visibility to its page in Chromium. */
import type { Rectangle } from 'electron';
import type { Protocol } from '../cdp.ts';
import type { PageTarget } from './page-target.ts';
import { displayOf } from './screen.ts';

export interface ViewPlace {
  readonly bounds: Rectangle;
  /** The page's zoom factor. */
  readonly zoom: number;
}

/** The page fills the window, which has no frame. */
export async function applyPlace({ session }: PageTarget, { bounds, zoom }: ViewPlace): Promise<void> {
  const { scaleFactor, size } = displayOf(bounds);
  await session.send('Emulation.setDeviceMetricsOverride', {
    width: Math.round(bounds.width / zoom),
    height: Math.round(bounds.height / zoom),
    deviceScaleFactor: scaleFactor * zoom,
    mobile: false,
    screenWidth: size.width,
    screenHeight: size.height,
  });
}

/** @param color `#rrggbb`; anything else is white */
export async function applyBackground({ session }: PageTarget, color: string): Promise<void> {
  const hex = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/iu.exec(color)?.slice(1) ?? [];
  const [r = 255, g = 255, b = 255] = hex.map((digits) => Number.parseInt(digits, 16));
  await session.send('Emulation.setDefaultBackgroundColorOverride', { color: { r, g, b, a: 1 } });
}

/** A hidden window is a minimized one in Chromium. */
export async function applySight({ session, windowId }: PageTarget, seen: boolean): Promise<void> {
  await session.send('Browser.setWindowBounds', { windowId, bounds: { windowState: seen ? 'normal' : 'minimized' } });
}

export async function applyAppearance(
  { session }: PageTarget,
  features: Protocol.Emulation.MediaFeature[],
): Promise<void> {
  await session.send('Emulation.setEmulatedMedia', { features });
}

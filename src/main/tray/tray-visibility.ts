import type { Timers } from '../../engine/ports.ts';

export interface TrayVisibilityOptions {
  /** Whether Electron created an icon. On Linux it does so even where nothing shows icons. */
  readonly hasIcon: boolean;
  readonly platform: NodeJS.Platform;
  /** Linux only: whether the desktop shows icons. */
  readonly askDesktop: () => Promise<boolean>;
  readonly timers: Timers;
}

/** Whether the person can see the tray icon. */
export interface TrayVisibility {
  /** As last checked. */
  isVisible(): boolean;
  check(): Promise<boolean>;
  /** Checks until the icon is visible, for 10 seconds: at login, Lookout can start before the desktop's panel. */
  appears(): Promise<boolean>;
}

const RETRY_MS = 1000;
const RETRIES = 10;

export function createTrayVisibility({ hasIcon, platform, askDesktop, timers }: TrayVisibilityOptions): TrayVisibility {
  let visible = hasIcon;

  async function check(): Promise<boolean> {
    if (hasIcon && platform === 'linux') visible = await askDesktop();
    return visible;
  }

  return {
    isVisible: () => visible,
    check,
    async appears() {
      for (let retry = 0; retry < RETRIES; retry++) {
        if ((await check()) || !hasIcon) return visible;
        await new Promise<void>((resolve) => void timers.set(resolve, RETRY_MS));
      }
      return check();
    },
  };
}

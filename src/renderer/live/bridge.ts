import type { Bridge } from '../../contract/channels/bridge.ts';

declare global {
  interface Window {
    /** Provided by the desktop's preload script; absent when a headless host serves the page. */
    readonly lookout?: Bridge;
  }
}

/** The desktop's bridge; null when the page was loaded over HTTP. */
export function desktopBridge(): Bridge | null {
  return window.lookout ?? null;
}

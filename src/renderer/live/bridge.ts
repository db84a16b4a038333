import type { Bridge } from '../../contract/channels/bridge.ts';

declare global {
  interface Window {
    /** Exposed by the desktop's preload; absent when a headless host serves the page. */
    readonly lookout?: Bridge;
  }
}

/** The desktop's bridge, or null when the page was served over HTTP. */
export function desktopBridge(): Bridge | null {
  return window.lookout ?? null;
}

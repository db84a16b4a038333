import type { Ms } from './units.ts';

export interface Settings {
  /** Tell of incidents by notification. */
  readonly notifications: boolean;
  readonly theme: 'system' | 'light' | 'dark';
  /** Checks in flight at one time, over all; 1 to 10,000. */
  readonly maxConcurrent: number;
  /** Checks in flight at one time to one host; 1 to 10,000. */
  readonly maxPerHost: number;
  /** Days for which each single result is kept; 1 to 365. */
  readonly keepResultsDays: number;
  /** Days for which hour rollups, incidents and status are kept; 1 to 3,650. */
  readonly keepHistoryDays: number;
  /** What a new endpoint's interval is when nothing is said, where its kind has none of its own; 500 ms to 24 h. */
  readonly defaultInterval: Ms;
  /** The same for its timeout; 100 ms to 10 min. */
  readonly defaultTimeout: Ms;
  /** The same for its retries; 0 to 100. */
  readonly defaultRetries: number;
  /** The window stays in the tray when it is closed; of use where the host has `tray`. */
  readonly closeToTray: boolean;
  /** Lookout starts with the system, hidden in the tray; where the host has `startAtLogin`. */
  readonly startAtLogin: boolean;
  /** Notifications come with the system's sound; where the host has `notificationSound`. */
  readonly notificationSound: boolean;
  /** On battery, intervals are twice as long; where the host has `battery`. */
  readonly stretchOnBattery: boolean;
  /**
   * Shows the window from anywhere, in Electron's words such as `CommandOrControl+Shift+L`; empty: none. Where the host
   * has `globalShortcut`.
   */
  readonly globalShortcut: string;
  /**
   * What to do with secrets where the system has no vault for them: refuse to keep them, keep them sealed by a key in a
   * file beside the data, or ask (a request with a secret is answered with `needsConsent`); desktop only.
   */
  readonly secretsWithoutVault: 'ask' | 'keep' | 'refuse';
}

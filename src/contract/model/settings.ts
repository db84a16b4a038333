import type { Ms } from './units.ts';

export interface Settings {
  /** Send a notification when an incident starts or ends. */
  readonly notifications: boolean;
  readonly theme: 'system' | 'light' | 'dark';
  /** How tall the rows of the list are: `compact` rows have one line. */
  readonly density: 'comfortable' | 'compact';
  /** The most checks in flight at the same time; 1 to 10,000. */
  readonly maxConcurrent: number;
  /** The most checks in flight at the same time to one host; 1 to 10,000. */
  readonly maxPerHost: number;
  /** How many days each single result is kept; 1 to 365. */
  readonly keepResultsDays: number;
  /** How many days failed results and their evidence are kept, at least `keepResultsDays`; 1 to 3,650. */
  readonly keepFailuresDays: number;
  /** How many days minute rollups are kept, at least `keepResultsDays`; 1 to 3,650. */
  readonly keepMinutesDays: number;
  /** How many days hour rollups are kept, at least `keepMinutesDays`; 1 to 3,650. */
  readonly keepHistoryDays: number;
  /** How many days day rollups are kept, at least `keepHistoryDays`; 1 to 36,500. */
  readonly keepDailyDays: number;
  /** How many days ended incidents, their evidence and status are kept; 1 to 36,500. */
  readonly keepIncidentsDays: number;
  /** The interval of a new endpoint whose kind has no default of its own; 500 ms to 24 h. */
  readonly defaultInterval: Ms;
  /** The timeout of a new endpoint, likewise; 100 ms to 10 min. */
  readonly defaultTimeout: Ms;
  /** The retries of a new endpoint, likewise; 0 to 100. */
  readonly defaultRetries: number;
  /**
   * The address of an outside service that Lookout calls each minute while it works, so that the service can alert
   * people when the calls stop; empty: none. `aliveUrl` in lookout.yaml takes precedence.
   */
  readonly aliveUrl: string;
  /** Closing the window keeps Lookout running in the tray. Only where the host has `tray`. */
  readonly closeToTray: boolean;
  /** Lookout starts when the person logs in, hidden in the tray. Only where the host has `startAtLogin`. */
  readonly startAtLogin: boolean;
  /** Notifications play the system's sound. Only where the host has `notificationSound`. */
  readonly notificationSound: boolean;
  /** On battery, intervals are twice as long. Only where the host has `battery`. */
  readonly stretchOnBattery: boolean;
  /**
   * The keyboard shortcut that shows the window from any app, as an Electron accelerator such as
   * `CommandOrControl+Shift+L`; empty: none. Only where the host has `globalShortcut`.
   */
  readonly globalShortcut: string;
  /** Jobs can report heartbeats to this machine, at `/push/KEY`. Only where the host has `pushListener`. */
  readonly pushListener: boolean;
  /** Jobs on other machines can report too. Only where the host has `pushListener`. */
  readonly pushFromNetwork: boolean;
  /** The port to which jobs report; 1,024 to 65,535. Only where the host has `pushListener`. */
  readonly pushPort: number;
  /**
   * What to do with secrets when the system has no vault: refuse them, keep them sealed with a key in a file beside the
   * data, or ask (a request with a secret is refused with `needsConsent`). Only on the desktop.
   */
  readonly secretsWithoutVault: 'ask' | 'keep' | 'refuse';
}

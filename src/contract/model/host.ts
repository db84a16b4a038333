/** What the page needs to know of the program it talks to. */
export interface HostInfo {
  readonly kind: 'desktop' | 'headless' | 'direct';
  readonly version: string;
  readonly platform: string;
  readonly dataDir: string;
  /** lookout.yaml that is kept in step with; null: none. */
  readonly configFile: string | null;
  /** What it can do besides watching: a page shows nothing that its host cannot do. */
  readonly features: readonly HostFeature[];
}

/** Some stand for host requests of `channels.ts`, some for settings that only such a host heeds. */
export type HostFeature =
  /** `closeToTray`. */
  | 'tray'
  | 'startAtLogin'
  | 'globalShortcut'
  | 'notificationSound'
  /** `stretchOnBattery`. */
  | 'battery'
  | 'windows'
  /** Lookout can be started with a file to import. */
  | 'openFiles'
  | 'dataFolder'
  /** Not where the folder was given on the command line. */
  | 'moveDataFolder'
  | 'logs'
  | 'diagnostics'
  /** This is an installed release, which can be replaced by a newer one. */
  | 'updates';

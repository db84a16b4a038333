/** What the page needs to know about the program that it runs in. */
export interface HostInfo {
  readonly kind: 'desktop' | 'headless' | 'direct';
  readonly version: string;
  readonly platform: string;
  readonly dataDir: string;
  /** The lookout.yaml that the engine follows; null: none. */
  readonly configFile: string | null;
  /** What the host can do besides watching endpoints. A page hides what its host cannot do. */
  readonly features: readonly HostFeature[];
}

/**
 * Some features are host requests (`contract/channels/host.ts`), others are settings that only such a host follows.
 */
export type HostFeature =
  /** The setting `closeToTray`. */
  | 'tray'
  | 'startAtLogin'
  | 'globalShortcut'
  /** The settings `pushListener`, `pushFromNetwork` and `pushPort`. */
  | 'pushListener'
  | 'notificationSound'
  /** The setting `stretchOnBattery`. */
  | 'battery'
  | 'windows'
  /** Lookout can be opened with a file to import. */
  | 'openFiles'
  | 'dataFolder'
  /** Absent when the data folder was given on the command line. */
  | 'moveDataFolder'
  /** Files are saved by the host, which asks where. */
  | 'saveExports'
  | 'logs'
  | 'diagnostics'
  /** This is an installed release that a newer one can replace. */
  | 'updates';

import type { HostFeature } from '../../contract/model/host.ts';

/** The abilities that depend on this machine and this build. */
export interface Abilities {
  readonly tray: boolean;
  readonly notifications: boolean;
  readonly updates: boolean;
  /** The data folder was not given on the command line. */
  readonly movableData: boolean;
}

/** What pages may offer. */
export function hostFeatures({ tray, notifications, updates, movableData }: Abilities): readonly HostFeature[] {
  return [
    'windows',
    'openFiles',
    'battery',
    'startAtLogin',
    'globalShortcut',
    'pushListener',
    'dataFolder',
    'saveExports',
    'logs',
    'diagnostics',
    ...(tray ? (['tray'] as const) : []),
    ...(movableData ? (['moveDataFolder'] as const) : []),
    ...(notifications ? (['notificationSound'] as const) : []),
    ...(updates ? (['updates'] as const) : []),
  ];
}

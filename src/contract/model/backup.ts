import type { Message } from './text.ts';
import type { EpochMs } from './units.ts';

/** Why a copy of the data was made: every day, on demand, before a new version changed the data, or because it was replaced. */
export type BackupReason = 'daily' | 'manual' | 'update' | 'replaced' | 'damaged';

/** A copy of all data. */
export interface Backup {
  /** The name of its file. */
  readonly name: string;
  readonly reason: BackupReason;
  readonly at: EpochMs;
  readonly bytes: number;
  /** Null: it was not checked since Lookout started. It is checked before it replaces the data in any case. */
  readonly isSound: boolean | null;
}

/** Work in progress. `restart`: the data is about to be replaced, which cannot be cancelled. */
export interface BackupWork {
  readonly what: 'backup' | 'restore' | 'restart';
  /** From 0 to 1. */
  readonly progress: number;
}

/** A backup that replaced the data when Lookout started. */
export interface RestoredBackup {
  /** Null: no longer known. */
  readonly from: Pick<Backup, 'name' | 'at'> | null;
  /** The backup with the earlier data. */
  readonly aside: string;
}

export interface BackupState {
  /** False: the data is only in memory. */
  readonly available: boolean;
  /** The folder of the backups; empty: there is none. */
  readonly folder: string;
  /** Newest first. */
  readonly backups: readonly Backup[];
  /** Null: nothing is being done. */
  readonly work: BackupWork | null;
  /** Whether some of the backups are being checked. */
  readonly isChecking: boolean;
  /** True: Lookout restarts by itself to replace the data. False: a person has to restart it. */
  readonly restarts: boolean;
  /** The backup that replaces the data at the next start of Lookout; null: none; empty: one whose name is not known. */
  readonly restoreAtStart: string | null;
  /** The backup that replaced the data at this start; null: none. */
  readonly restored: RestoredBackup | null;
  /** Why the last task failed; null: it did not. */
  readonly problem: Message | null;
}

/** The space that each part of the data takes on the disk, in bytes. */
export interface DataSizes {
  /** Single results. */
  readonly results: number;
  readonly minutes: number;
  readonly hours: number;
  readonly days: number;
  /** Incidents, evidence and status. */
  readonly incidents: number;
  /** Everything else, and free space. */
  readonly other: number;
}

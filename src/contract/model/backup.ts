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
}

/** What is being done. */
export interface BackupWork {
  readonly what: 'backup' | 'restore';
  /** From 0 to 1. */
  readonly progress: number;
}

export interface BackupState {
  /** False: the data is only in memory. */
  readonly available: boolean;
  /** The folder of the backups; empty: there is none. */
  readonly folder: string;
  /** Newest first. */
  readonly backups: readonly Backup[];
  /** Null: nothing. */
  readonly work: BackupWork | null;
  /** The backup that replaces the data at the next start of Lookout; null: none. */
  readonly restoreAtStart: string | null;
  /** Why the last work failed; null: it did not. A message of the system. */
  readonly problem: string | null;
}

/** What takes space on the disk. */
export interface DataSizes {
  /** Single results. */
  readonly results: number;
  readonly minutes: number;
  readonly hours: number;
  readonly days: number;
  /** Incidents, evidence and status. */
  readonly incidents: number;
  /** All else, and free space. */
  readonly other: number;
}

import type { BackupState, DataSizes } from '../model/backup.ts';
import type { Nothing } from '../model/units.ts';

/** Requests for copies of the data, and for its size. */
export interface BackupRequests {
  'backups.state': { args: Nothing; answer: BackupState };
  'backups.create': { args: Nothing; answer: BackupState };
  'backups.restore': { args: { name: string }; answer: BackupState };
  'backups.remove': { args: { name: string }; answer: BackupState };
  'backups.cancel': { args: Nothing; answer: BackupState };
  'data.sizes': { args: Nothing; answer: DataSizes };
}

/** One sentence per request, for `docs/api.md`. */
export const BACKUP_CHANNELS = {
  'backups.state':
    'The backups, the running task, and whether a backup replaces the data at the next start. Begins to verify backups of up to 512 MB that were not verified since Lookout started.',
  'backups.create':
    'Starts a backup of all data. `backups.state` has its progress. There can be 10 backups made on demand.',
  'backups.restore':
    'Starts to prepare a backup. When that is done, Lookout restarts by itself (see `restarts`), and the backup replaces the data. The current data is kept as a backup, too.',
  'backups.remove': 'Deletes a copy.',
  'backups.cancel':
    'Cancels the running task, unless Lookout is already restarting, or keeps a prepared backup from replacing the data.',
  'data.sizes': 'How many bytes each level of history takes on the disk. All are 0 when the data is only in memory.',
} as const satisfies Record<keyof BackupRequests, string>;

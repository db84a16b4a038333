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
    'The copies of the data, what is being done, and whether one replaces the data at the next start. Begins to check copies of up to 512 MB that were not checked since Lookout started.',
  'backups.create':
    'Starts to copy all data. `backups.state` says how far it is. There can be 10 copies made on demand.',
  'backups.restore':
    'Starts to prepare a copy. When that is done, Lookout restarts by itself (see `restarts`), and the copy replaces the data. The current data is kept as a copy, too.',
  'backups.remove': 'Deletes a copy.',
  'backups.cancel':
    'Cancels the running task, unless Lookout is already restarting, or keeps a prepared copy from replacing the data.',
  'data.sizes': 'How many bytes each level of history takes on the disk. All are 0 when the data is only in memory.',
} as const satisfies Record<keyof BackupRequests, string>;

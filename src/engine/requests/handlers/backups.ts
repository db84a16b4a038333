import type { BackupRequests } from '../../../contract/channels/backups.ts';
import type { BackupState, DataSizes } from '../../../contract/model/backup.ts';
import { RequestError } from '../../base/request-error.ts';
import type { Backups } from '../../store/backup/backups.ts';
import { MOST_MANUAL } from '../../store/backup/files.ts';
import type { HandlersOf } from './handler.ts';

export interface BackupHandlerParts {
  /** Null: the data is only in memory. */
  readonly backups: Backups | null;
}

const NONE: BackupState = {
  available: false,
  folder: '',
  backups: [],
  work: null,
  isChecking: false,
  restarts: false,
  restoreAtStart: null,
  restored: null,
  problem: null,
};
const NO_SIZES: DataSizes = { results: 0, minutes: 0, hours: 0, days: 0, incidents: 0, other: 0 };

export function backupHandlers({ backups }: BackupHandlerParts): HandlersOf<keyof BackupRequests> {
  const state = async (): Promise<BackupState> => (await backups?.state()) ?? NONE;
  /** @throws RequestError when there is no backup of this name */
  const backupsWith = async (name: string): Promise<Backups> => {
    const known = (await state()).backups.some((backup) => backup.name === name);
    if (!known || backups === null) throw new RequestError('backupNotFound', { name });
    return backups;
  };
  return {
    'backups.state': async () => {
      await backups?.checkAll();
      return state();
    },
    'backups.create': async () => {
      const { backups: all } = await state();
      const manual = all.filter(({ reason }) => reason === 'manual').length;
      if (manual >= MOST_MANUAL) throw new RequestError('tooManyBackups', { limit: MOST_MANUAL });
      backups?.start('manual');
      return state();
    },
    'backups.restore': async ({ name }) => {
      (await backupsWith(name)).restore(name);
      return state();
    },
    'backups.remove': async ({ name }) => {
      await (await backupsWith(name)).remove(name);
      return state();
    },
    'backups.cancel': async () => {
      await backups?.cancel();
      return state();
    },
    'data.sizes': async () => (await backups?.sizes()) ?? NO_SIZES,
  };
}

/** How the fake engine answers requests for backups; only for tests and the dev page. */
import type { BackupRequests } from '../../contract/channels/backups.ts';
import type { Backup, BackupState } from '../../contract/model/backup.ts';

type Handlers = {
  [C in keyof BackupRequests]: (args: BackupRequests[C]['args']) => BackupRequests[C]['answer'];
};

const MB = 2 ** 20;

/** Fake backups, each complete at once. @param restarts see `BackupState` */
export function fakeBackups(restarts = false): Handlers {
  let backups: readonly Backup[] = [
    { name: 'lookout-daily.db', reason: 'daily', at: Date.UTC(2026, 10, 29, 12), bytes: 42 * MB, isSound: true },
    { name: 'lookout-update.db', reason: 'update', at: Date.UTC(2026, 10, 28, 12), bytes: 41 * MB, isSound: null },
    { name: 'lookout-bad.db', reason: 'daily', at: Date.UTC(2026, 10, 27, 12), bytes: 41 * MB, isSound: false },
  ];
  let restoreAtStart: string | null = null;
  const state = (): BackupState => ({
    available: true,
    folder: '/home/someone/.local/share/lookout/backups',
    backups,
    work: null,
    isChecking: false,
    restarts,
    restoreAtStart,
    restored: null,
    problem: null,
  });
  return {
    'backups.state': state,
    'backups.create': () => {
      const name = `lookout-manual-${backups.length}.db`;
      backups = [{ name, reason: 'manual', at: Date.UTC(2026, 10, 30, 12), bytes: 43 * MB, isSound: true }, ...backups];
      return state();
    },
    'backups.restore': ({ name }) => {
      restoreAtStart = name;
      return state();
    },
    'backups.remove': ({ name }) => {
      backups = backups.filter((backup) => backup.name !== name);
      return state();
    },
    'backups.cancel': () => {
      restoreAtStart = null;
      return state();
    },
    'data.sizes': () => ({ results: 30 * MB, minutes: 2 * MB, hours: 3 * MB, days: MB, incidents: MB, other: 5 * MB }),
  };
}

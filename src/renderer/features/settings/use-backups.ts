import { useCallback, useEffect, useState } from 'react';
import type { BackupState } from '../../../contract/model/backup.ts';
import { useChangedCount, useConnected, useRequest } from '../../live/hooks.ts';
import { useCommand } from '../../live/use-command.ts';

/** How often the progress is requested, in milliseconds. */
const POLL_MS = 500;

export type BackupChange =
  | { readonly channel: 'backups.create' | 'backups.cancel' }
  | { readonly channel: 'backups.restore' | 'backups.remove'; readonly name: string };

const FAILED: Readonly<Record<BackupChange['channel'], string>> = {
  'backups.create': 'Could not back up',
  'backups.cancel': 'Could not cancel',
  'backups.restore': 'Could not restore the backup',
  'backups.remove': 'Could not delete the backup',
};

/** The backups; null: not known yet. Requested again when they change, while an operation is running, and after a restart. */
export function useBackups(): {
  readonly state: BackupState | null;
  readonly send: (change: BackupChange) => Promise<void>;
} {
  const command = useCommand();
  const request = useRequest();
  const connected = useConnected();
  const changes = useChangedCount('backups');
  const [state, setState] = useState<BackupState | null>(null);
  const isBusy = state !== null && (state.work !== null || state.isChecking);

  useEffect(() => {
    if (!connected) return undefined;
    // While Lookout restarts, requests fail.
    const load = async () => {
      const next = await request('backups.state', {}).catch(() => null);
      if (next !== null) setState(next);
    };
    void load();
    if (!isBusy) return undefined;
    const timer = setInterval(() => void load(), POLL_MS);
    return () => clearInterval(timer);
    // The backups change with this count.
    // oxlint-disable-next-line react/exhaustive-deps, react/exhaustive-effect-dependencies
  }, [request, connected, isBusy, changes]);

  const send = useCallback(
    async (change: BackupChange) => {
      const { channel } = change;
      const next =
        'name' in change
          ? await command(FAILED[channel], change.channel, { name: change.name })
          : await command(FAILED[channel], change.channel, {});
      if (next !== undefined) setState(next);
    },
    [command],
  );
  return { state, send };
}

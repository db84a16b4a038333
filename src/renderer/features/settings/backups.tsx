/** Copies of the data: the list, a new one, and one that replaces the data. */
import { useEffect, useState } from 'react';
import type { Backup, BackupReason, BackupState, BackupWork } from '../../../contract/model/backup.ts';
import { Button } from '../../components/button.tsx';
import { formatBytes, formatDateTime, formatPercent } from '../../format.ts';
import { useCommand } from '../../live/use-command.ts';
import { Fact } from './fact.tsx';
import css from './settings.module.css';

/** How often is asked how far it is. */
const POLL_MS = 500;

type Change =
  | { readonly channel: 'backups.create' | 'backups.cancel' }
  | { readonly channel: 'backups.restore'; readonly name: string };

/** Null: not known yet. Asked again while something is being done. */
function useBackups(): { readonly state: BackupState | null; readonly send: (change: Change) => Promise<void> } {
  const command = useCommand();
  const [state, setState] = useState<BackupState | null>(null);
  const isWorking = state !== null && state.work !== null;

  useEffect(() => {
    const load = async () => {
      const next = await command('Could not read the backups', 'backups.state', {});
      if (next !== undefined) setState(next);
    };
    void load();
    if (!isWorking) return undefined;
    const timer = setInterval(() => void load(), POLL_MS);
    return () => clearInterval(timer);
  }, [command, isWorking]);

  const send = async (change: Change) => {
    const next =
      change.channel === 'backups.restore'
        ? await command('Could not restore the backup', change.channel, { name: change.name })
        : await command('Could not change the backups', change.channel, {});
    if (next !== undefined) setState(next);
  };
  return { state, send };
}

export function BackupFacts() {
  const { state, send } = useBackups();
  if (state === null || !state.available) return null;
  const { backups, work, restoreAtStart, problem } = state;
  const cancel = (
    <Button size="sm" onClick={() => void send({ channel: 'backups.cancel' })}>
      Cancel
    </Button>
  );
  return (
    <dl className={css.facts}>
      <Fact
        name="Backups"
        action={
          work === null ? (
            <Button size="sm" onClick={() => void send({ channel: 'backups.create' })}>
              Back up now
            </Button>
          ) : (
            cancel
          )
        }
      >
        {work === null ? 'Made every day while Lookout runs. The newest seven are kept.' : <Progress work={work} />}
        {problem === null ? null : <p role="alert">The last one failed: {problem}</p>}
      </Fact>
      {restoreAtStart === null ? null : (
        <Fact name="Restore" action={cancel}>
          <output>
            Quit Lookout and start it again to replace its data with the backup. The current data is kept as a backup,
            too.
          </output>
        </Fact>
      )}
      {backups.map((backup) => (
        <BackupFact
          key={backup.name}
          backup={backup}
          disabled={work !== null}
          onRestore={() => void send({ channel: 'backups.restore', name: backup.name })}
        />
      ))}
    </dl>
  );
}

function Progress({ work: { what, progress } }: { readonly work: BackupWork }) {
  const label = what === 'backup' ? 'Backing up' : 'Preparing the backup';
  return (
    <output>
      {label} … {formatPercent(progress)}
    </output>
  );
}

const REASONS: Readonly<Record<BackupReason, string>> = {
  daily: 'Daily',
  manual: 'Made by you',
  update: 'Before an update',
  replaced: 'Replaced by a backup',
  damaged: 'Damaged',
};

function BackupFact({
  backup: { at, bytes, reason },
  disabled,
  onRestore,
}: {
  readonly backup: Backup;
  readonly disabled: boolean;
  readonly onRestore: () => void;
}) {
  const when = formatDateTime(at);
  return (
    <Fact
      name={when}
      action={
        reason === 'damaged' ? undefined : (
          <Button size="sm" disabled={disabled} onClick={onRestore} aria-label={`Restore the backup of ${when}`}>
            Restore
          </Button>
        )
      }
    >
      {REASONS[reason]} · {formatBytes(bytes)}
    </Fact>
  );
}

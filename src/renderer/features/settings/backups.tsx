/** Backups of the data: list, create, restore and delete. */
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Backup, BackupReason, BackupState, BackupWork } from '../../../contract/model/backup.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { Trouble } from '../../components/trouble.tsx';
import { formatBytes, formatDateTime, formatPercent } from '../../format.ts';
import { useTexts } from '../../live/hooks.ts';
import { RemoveBackupDialog, RestoreDialog } from './backup-dialogs.tsx';
import { Fact } from './fact.tsx';
import css from './settings.module.css';
import { useBackups, type BackupChange } from './use-backups.ts';

type Send = (change: BackupChange) => Promise<void>;

interface Asked {
  readonly about: 'restore' | 'remove';
  readonly backup: Backup;
}

export function BackupFacts() {
  const { state, send } = useBackups();
  const [asked, setAsked] = useState<Asked | null>(null);
  if (state === null || !state.available) return null;
  const { backups, work, restoreAtStart, restarts } = state;
  const close = () => setAsked(null);
  return (
    <>
      <dl className={css.facts}>
        <NewBackup state={state} send={send} />
        {restoreAtStart === null || work !== null ? null : (
          <Fact name="Restore" action={<Cancel send={send} />}>
            <output>
              Quit Lookout and start it again to replace its data with the backup. The current data is kept as a backup,
              too.
            </output>
          </Fact>
        )}
        <Restored state={state} />
        {backups.map((backup) => (
          <BackupFact
            key={backup.name}
            backup={backup}
            disabled={work !== null}
            onAsk={(about) => setAsked({ about, backup })}
          />
        ))}
      </dl>
      {asked?.about === 'restore' ? (
        <RestoreDialog
          backup={asked.backup}
          restarts={restarts}
          onRestore={() => send({ channel: 'backups.restore', name: asked.backup.name })}
          onClose={close}
        />
      ) : null}
      {asked?.about === 'remove' ? (
        <RemoveBackupDialog
          backup={asked.backup}
          onRemove={() => send({ channel: 'backups.remove', name: asked.backup.name })}
          onClose={close}
        />
      ) : null}
    </>
  );
}

function Cancel({ send }: { readonly send: Send }) {
  return (
    <Button size="sm" onClick={() => void send({ channel: 'backups.cancel' })}>
      Cancel
    </Button>
  );
}

function NewBackup({ state: { work, problem }, send }: { readonly state: BackupState; readonly send: Send }) {
  const texts = useTexts();
  const action =
    work === null ? (
      <Button size="sm" onClick={() => void send({ channel: 'backups.create' })}>
        Back up now
      </Button>
    ) : work.what === 'restart' ? undefined : (
      <Cancel send={send} />
    );
  return (
    <Fact name="Backups" action={action}>
      {work === null ? 'Made every day while Lookout runs. The newest seven are kept.' : <Progress work={work} />}
      {problem === null ? null : <Trouble>{texts.message(problem)}</Trouble>}
    </Fact>
  );
}

function Progress({ work: { what, progress } }: { readonly work: BackupWork }) {
  if (what === 'restart') return <output>Lookout restarts with the backup…</output>;
  const label = what === 'backup' ? 'Backing up' : 'Preparing the backup';
  return (
    <span className={css.working}>
      <progress aria-label={label} max={1} value={progress} />
      <output>
        {label}… {formatPercent(progress)}
      </output>
    </span>
  );
}

/** The backup that was restored at this start. */
function Restored({ state: { restored, backups } }: { readonly state: BackupState }) {
  if (restored === null) return null;
  const aside = backups.find(({ name }) => name === restored.aside);
  return (
    <Fact name="Restored">
      {restored.from === null
        ? 'Lookout started with a backup.'
        : `Lookout started with the backup of ${formatDateTime(restored.from.at)}.`}{' '}
      {aside === undefined ? null : `The previous data is the backup of ${formatDateTime(aside.at)}.`}
    </Fact>
  );
}

const REASONS: Readonly<Record<BackupReason, string>> = {
  daily: 'Daily',
  manual: 'Made by you',
  update: 'Before update',
  replaced: 'Replaced',
  damaged: 'Set aside',
};

interface BackupFactProps {
  readonly backup: Backup;
  readonly disabled: boolean;
  readonly onAsk: (about: Asked['about']) => void;
}

function BackupFact({ backup: { at, bytes, reason, isSound }, disabled, onAsk }: BackupFactProps) {
  const when = formatDateTime(at);
  return (
    <Fact
      name={REASONS[reason]}
      action={
        <span className={css.actions}>
          {isSound === false ? null : (
            <Button
              size="sm"
              disabled={disabled}
              onClick={() => onAsk('restore')}
              aria-label={`Restore the backup of ${when}`}
            >
              Restore…
            </Button>
          )}
          <IconButton
            size="sm"
            icon={Trash2}
            label={`Delete the backup of ${when}`}
            disabled={disabled}
            onClick={() => onAsk('remove')}
          />
        </span>
      }
    >
      {when} · {formatBytes(bytes)} · <Soundness isSound={isSound} />
    </Fact>
  );
}

function Soundness({ isSound }: Pick<Backup, 'isSound'>) {
  if (isSound === null) return <span className={css.unit}>Not checked yet</span>;
  return isSound ? <span>Sound</span> : <strong className={css.trouble}>Damaged</strong>;
}

import type { Backup } from '../../../contract/model/backup.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
import { formatDateTime, formatDuration } from '../../format.ts';
import { useNow } from '../../live/hooks.ts';
import css from './settings.module.css';

export interface RestoreDialogProps {
  readonly backup: Backup;
  /** Whether Lookout restarts by itself. */
  readonly restarts: boolean;
  readonly onRestore: () => Promise<void>;
  readonly onClose: () => void;
}

/** Explains what is lost when a backup replaces the data. */
export function RestoreDialog({ backup: { at, reason }, restarts, onRestore, onClose }: RestoreDialogProps) {
  const when = formatDateTime(at);
  const ago = formatDuration(Math.max(0, useNow(60_000) - at));
  return (
    <FormDialog
      title={`Restore the backup of ${when}?`}
      submit={restarts ? 'Restore and restart' : 'Restore'}
      busy={false}
      onSubmit={() => {
        void onRestore();
        onClose();
      }}
      onClose={onClose}
    >
      <ul className={css.points}>
        <li>
          <strong>You lose the last {ago}:</strong> checks, incidents and notes since {when}, and every change of
          endpoints, rules, channels and settings since then.
        </li>
        <li>The current data is kept as a backup, so you can go back to it.</li>
        {reason === 'update' ? <li>The backup is from an earlier version of Lookout, and is updated.</li> : null}
        <li>
          {restarts
            ? 'Lookout checks the backup, and you can cancel meanwhile. Then it restarts by itself, and checks nothing for a few seconds.'
            : 'Lookout checks the backup now. It replaces the data when you quit Lookout and start it again.'}
        </li>
      </ul>
    </FormDialog>
  );
}

export interface RemoveBackupDialogProps {
  readonly backup: Backup;
  readonly onRemove: () => Promise<void>;
  readonly onClose: () => void;
}

export function RemoveBackupDialog({ backup: { at }, onRemove, onClose }: RemoveBackupDialogProps) {
  return (
    <FormDialog
      title={`Delete the backup of ${formatDateTime(at)}?`}
      submit="Delete"
      busy={false}
      onSubmit={() => {
        void onRemove();
        onClose();
      }}
      onClose={onClose}
    >
      <p>It cannot be brought back. Lookout’s data stays as it is.</p>
    </FormDialog>
  );
}

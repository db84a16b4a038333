import { useMemo, useState } from 'react';
import type { MaintenancePreview, MaintenanceView } from '../../../contract/model/maintenance.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useSave } from '../../form/use-save.ts';
import { formatCount } from '../../format.ts';
import { useRequest } from '../../live/hooks.ts';
import { useEndpointNames } from '../../live/use-endpoint-names.ts';
import { usePreview } from '../../live/use-preview.ts';
import { draftOf, fieldOf, inputOf, newDraft, type WindowDraft } from './window-draft.ts';
import { WindowForm } from './window-form.tsx';
import css from './window-dialog.module.css';
import { occurrenceText } from './window-text.ts';

export interface WindowDialogProps {
  /** Null: a new one. */
  readonly window: MaintenanceView | null;
  /** When a new one begins. Default: at the next full hour. */
  readonly startsAt?: number;
  readonly onClose: () => void;
}

/** Adds or changes a maintenance window. Shows when it comes next while it is written. */
export function WindowDialog({ window, startsAt = Date.now(), onClose }: WindowDialogProps) {
  const request = useRequest();
  const nameOf = useEndpointNames();
  const first = useMemo(() => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    return window === null ? newDraft(startsAt, zone) : draftOf(window.config, Date.now(), zone, nameOf);
    // The form keeps what was entered when endpoints change.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [window]);
  const [draft, setDraft] = useState<WindowDraft>(first);
  // The name makes no difference, and may still be missing.
  const preview = usePreview('maintenance.preview', { window: { ...inputOf(draft), name: '-' } });
  const { busy, errors, save } = useSave(fieldOf, onClose);
  const id = window === null ? {} : { id: window.id };

  return (
    <FormDialog
      title={window === null ? 'Add a maintenance window' : 'Edit the maintenance window'}
      description="Checks go on. Failures open no incident, and the time is not part of uptime."
      unsaved={draft !== first}
      submit={window === null ? 'Add' : 'Save'}
      busy={busy}
      onSubmit={() => void save(() => request('maintenance.save', { ...id, window: inputOf(draft) }))}
      onClose={onClose}
      error={errors.get(null)}
    >
      <WindowForm draft={draft} onChange={(change) => setDraft({ ...draft, ...change })} errors={errors} />
      <Preview preview={preview} />
    </FormDialog>
  );
}

/** @param preview null: the window is not complete, or the answer is not there yet */
function Preview({ preview }: { readonly preview: MaintenancePreview | null }) {
  return (
    <section className={css.preview} aria-label="Preview" aria-live="polite">
      <h3 className={css.title}>Next</h3>
      {preview === null ? (
        <p className={css.none}>The times appear here when the window is complete.</p>
      ) : (
        <>
          <ol className={css.times}>
            {preview.next.map((occurrence) => (
              <li key={occurrence.from}>{occurrenceText(occurrence)}</li>
            ))}
          </ol>
          <p className={css.none}>
            {preview.endpoints === 0
              ? 'No endpoint matches now.'
              : `${formatCount(preview.endpoints)} ${preview.endpoints === 1 ? 'endpoint matches' : 'endpoints match'} now. Times are those of this computer.`}
          </p>
        </>
      )}
    </section>
  );
}

import { useState } from 'react';
import type { MaintenanceConfig, MaintenanceInput } from '../../../contract/model/maintenance.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useSave } from '../../form/use-save.ts';
import { matchFieldOf } from '../../form/match/match-draft.ts';
import { formatCounted } from '../../format.ts';
import { useTexts } from '../../live/hooks.ts';
import { useEndpointNames } from '../../live/use-endpoint-names.ts';
import { usePreview, type Preview } from '../../live/use-preview.ts';
import { draftOf, fieldName, fieldOf, inputOf, newDraft, type WindowDraft } from './window-draft.ts';
import { WindowForm, type NameField } from './window-form.tsx';
import css from './window-dialog.module.css';
import { occurrenceText } from './window-text.ts';

export interface PlannedDialogProps {
  readonly what: 'window' | 'silence';
  readonly title: string;
  readonly description: string;
  readonly name: NameField;
  /** Null: a new one. */
  readonly config: MaintenanceConfig | null;
  /** When a new one begins. Default: at the next full hour. */
  readonly startsAt?: number;
  readonly onSave: (input: MaintenanceInput) => Promise<unknown>;
  readonly onClose: () => void;
}

/** Adds or changes something with a schedule: planned work or a silence. Shows its next occurrences. */
export function PlannedDialog(props: PlannedDialogProps) {
  const { what, title, description, name, config, startsAt, onSave, onClose } = props;
  const nameOf = useEndpointNames();
  const [first] = useState<WindowDraft>(() => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    return config === null ? newDraft(startsAt ?? Date.now(), zone) : draftOf(config, Date.now(), zone, nameOf);
  });
  const [draft, setDraft] = useState(first);
  // The name makes no difference, and may still be missing.
  const preview = usePlanned(what, { ...inputOf(draft), name: '-' });
  const { busy, errors, save } = useSave(fieldOf, onClose);

  return (
    <FormDialog
      title={title}
      description={description}
      unsaved={draft !== first}
      submit={config === null ? 'Add' : 'Save'}
      busy={busy}
      onSubmit={() => void save(() => onSave(inputOf(draft)))}
      onClose={onClose}
      error={errors.get(null)}
    >
      <WindowForm name={name} draft={draft} onChange={(change) => setDraft({ ...draft, ...change })} errors={errors} />
      <Next preview={preview} />
    </FormDialog>
  );
}

type PlannedPreview = Preview<'maintenance.preview' | 'silences.preview'>;

function usePlanned(what: PlannedDialogProps['what'], input: MaintenanceInput): PlannedPreview {
  const window = usePreview('maintenance.preview', what === 'window' ? { window: input } : null);
  const silence = usePreview('silences.preview', what === 'silence' ? { silence: input } : null);
  return what === 'window' ? window : silence;
}

function Next({ preview: { answer, refused } }: { readonly preview: PlannedPreview }) {
  const texts = useTexts();
  const [issue] = refused?.issues ?? [];
  // Which endpoints are meant may still be missing, which is no mistake.
  const wrong = issue === undefined || matchFieldOf(fieldName(issue.path)) !== null ? null : texts.issue(issue);
  return (
    <section className={css.preview} aria-label="Preview" aria-live="polite">
      <h3 className={css.title}>Next</h3>
      {answer === null ? (
        <p className={css.none}>{wrong ?? 'The times appear here when the form is complete.'}</p>
      ) : (
        <>
          <ol className={css.times}>
            {answer.next.map((occurrence) => (
              <li key={occurrence.from}>{occurrenceText(occurrence)}</li>
            ))}
          </ol>
          <p className={css.none}>
            {answer.endpoints === 0
              ? 'No endpoint matches now.'
              : `${formatCounted(answer.endpoints, 'endpoint')} ${answer.endpoints === 1 ? 'matches' : 'match'} now. Times are those of this computer.`}
          </p>
        </>
      )}
    </section>
  );
}

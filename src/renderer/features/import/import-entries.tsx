/** What files would add and change, for a person to choose from. */
import { useId } from 'react';
import type { ImportEntry, ImportPreview, ImportState } from '../../../contract/channels/imports.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { ConsentQuestion } from '../../form/consent-question.tsx';
import { formatCount, formatCounted } from '../../format.ts';
import { useKinds } from '../../live/hooks.ts';
import css from './import-dialog.module.css';
import { ImportWarnings } from './import-warnings.tsx';
import { useImportForm, type ImportForm } from './use-import-form.ts';

/**
 * The maximum number of entries to show. The other entries of a longer file are added without a choice, except
 * duplicates.
 */
const SHOWN = 200;

/** The text that replaces the kind in the list; null: the kind is shown. */
const STATES = {
  new: null,
  changed: 'update',
  same: 'unchanged',
  exists: 'duplicate',
} as const satisfies Record<ImportState, string | null>;

/** What happens to the chosen entries. */
function actionText(entries: readonly ImportEntry[], chosen: ReadonlySet<number>): string {
  const states = [...chosen].map((index) => entries[index]?.state);
  const updates = states.filter((state) => state === 'changed').length;
  const additions = states.filter((state) => state === 'new' || state === 'exists').length;
  if (updates === 0) return `Add ${formatCounted(additions, 'endpoint')}`;
  if (additions === 0) return `Update ${formatCounted(updates, 'endpoint')}`;
  return `Add ${formatCount(additions)}, update ${formatCount(updates)}`;
}

/** The progress of the past checks, or how many entries are duplicates. */
function summaryText(entries: readonly ImportEntry[], { progress }: ImportForm): string {
  if (progress !== null) return `${formatCount(progress.done)} of ${formatCount(progress.all)} past checks`;
  const duplicates = entries.filter(({ state }) => state === 'exists' || state === 'same').length;
  return duplicates === 0 ? '' : `${formatCount(duplicates)} added already`;
}

export interface ImportEntriesProps {
  readonly preview: ImportPreview;
  readonly onClose: () => void;
}

export function ImportEntries({ preview, onClose }: ImportEntriesProps) {
  const { fileName, entries, warnings, hasHistory } = preview;
  const formId = useId();
  const form = useImportForm(preview, onClose);
  const { chosen, question } = form;
  return (
    <Dialog
      open
      onOpenChange={form.cancel}
      title={`Import ${fileName}`}
      description="Lookout adds them to your endpoints, where you can change them. It does not follow the file."
      width={640}
      footer={
        <>
          <span className={css.summary}>{summaryText(entries, form)}</span>
          <Button variant="ghost" onClick={form.cancel}>
            Cancel
          </Button>
          <Button type="submit" form={formId} variant="primary" busy={form.isBusy} disabled={chosen.size === 0}>
            {actionText(entries, chosen)}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        onSubmit={(event) => {
          event.preventDefault();
          form.submit();
        }}
      >
        <EntryList entries={entries} chosen={chosen} onToggle={form.toggle} />
      </form>
      {hasHistory ? <HistoryChoice form={form} /> : null}
      <ImportWarnings warnings={warnings} fileName={fileName} />
      {question === null ? null : <ConsentQuestion question={question} onAnswer={form.answer} />}
    </Dialog>
  );
}

interface EntryListProps {
  readonly entries: readonly ImportEntry[];
  readonly chosen: ReadonlySet<number>;
  readonly onToggle: (index: number) => void;
}

function EntryList({ entries, chosen, onToggle }: EntryListProps) {
  const kinds = useKinds();
  const rest = entries.length - SHOWN;
  return (
    <ul className={css.entries}>
      {entries.slice(0, SHOWN).map((entry, index) => (
        // An entry is identified by its place in the file.
        // oxlint-disable-next-line react/no-array-index-key
        <li key={index}>
          <label className={css.entry} data-state={entry.state}>
            <input type="checkbox" checked={chosen.has(index)} onChange={() => onToggle(index)} />
            <span className={css.name} title={entry.name}>
              {entry.name}
            </span>
            <span className={css.target} title={entry.target}>
              {entry.target}
            </span>
            <span className={css.kind} title={entry.changes.length === 0 ? undefined : entry.changes.join(', ')}>
              {STATES[entry.state] ?? kinds.find(({ kind }) => kind === entry.kind)?.title ?? entry.kind}
            </span>
          </label>
        </li>
      ))}
      {rest > 0 ? <li className={css.rest}>and {formatCount(rest)} more</li> : null}
    </ul>
  );
}

function HistoryChoice({ form: { withHistory, isBusy, toggleHistory } }: { readonly form: ImportForm }) {
  return (
    <label className={css.history}>
      <input type="checkbox" checked={withHistory} disabled={isBusy} onChange={toggleHistory} />
      <span>
        Import past checks
        <span className={css.hint}>
          Only of endpoints that are added. Checks that were only counted by hour or day have no percentiles.
        </span>
      </span>
    </label>
  );
}

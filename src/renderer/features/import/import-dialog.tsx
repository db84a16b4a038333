import { CircleAlert } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import type { ImportEntry, ImportPreview, ImportState } from '../../../contract/channels/imports.ts';
import { useKinds, useRequest, useTexts } from '../../live/hooks.ts';
import { toRequestFailure } from '../../live/request-failed.ts';
import { formatCount, formatCounted } from '../../format.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { useCommand, useToastRefusal } from '../../live/use-command.ts';
import { ConsentQuestion } from '../../form/consent-question.tsx';
import css from './import-dialog.module.css';
import { importPreview, type ReadingImport } from './import-preview.ts';
import { ImportWarnings } from './import-warnings.tsx';
import { useAnnounceImported } from './use-announce-imported.ts';
import { useImportProgress } from './use-import-progress.ts';

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

/** Shows the endpoints that files would add, and adds the selected ones. */
export function ImportDialog() {
  const preview = importPreview.use();
  if (preview === null) return null;
  if ('reading' in preview) return <Reading reading={preview} />;
  return preview.problems.length > 0 ? <Problems preview={preview} /> : <Entries key={preview.id} preview={preview} />;
}

const close = () => importPreview.set(null);

function Reading({ reading: { reading, files, cancel } }: { readonly reading: ReadingImport }) {
  return (
    <Dialog
      open
      onOpenChange={cancel}
      title={`Reading ${reading}`}
      description="Lookout finds out what the files would add and change."
      width={480}
      footer={
        <>
          <span className={css.summary}>{files === null ? '' : formatCounted(files.found, 'file')}</span>
          <Button onClick={cancel}>Cancel</Button>
        </>
      }
    >
      <progress
        className={css.progress}
        aria-label="Reading"
        {...(files === null || files.read === 0 ? {} : { value: files.read, max: files.found })}
      />
    </Dialog>
  );
}

function Problems({ preview: { fileName, problems } }: { readonly preview: ImportPreview }) {
  const texts = useTexts();
  return (
    <Dialog
      open
      onOpenChange={close}
      title={`${fileName} cannot be imported`}
      description="Nothing was added. Correct the file and drop it here again."
      width={640}
      footer={<Button onClick={close}>Close</Button>}
    >
      <ul className={css.problems}>
        {problems.map(texts.fileIssue).map((problem) => (
          <li key={problem}>
            <CircleAlert size={14} aria-hidden />
            <span>{problem}</span>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

function Entries({ preview: { id, fileName, entries, warnings, hasHistory } }: { readonly preview: ImportPreview }) {
  const formId = useId();
  const kinds = useKinds();
  const request = useRequest();
  const texts = useTexts();
  const command = useCommand();
  const toastRefusal = useToastRefusal();
  const announceImported = useAnnounceImported();
  /** The engine's question before it stores the secrets of the file. */
  const [question, setQuestion] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [withHistory, setWithHistory] = useState(hasHistory);
  const progress = useImportProgress(busy && withHistory);
  const isCancelled = useRef(false);
  const [chosen, setChosen] = useState<ReadonlySet<number>>(
    () => new Set(entries.flatMap(({ state }, index) => (state === 'exists' || state === 'same' ? [] : [index]))),
  );
  const duplicates = entries.filter(({ state }) => state === 'exists' || state === 'same').length;

  const toggle = (index: number) => {
    const next = new Set(chosen);
    if (!next.delete(index)) next.add(index);
    setChosen(next);
  };
  const add = async () => {
    setBusy(true);
    setQuestion(null);
    const indexes = [...chosen].toSorted((a, b) => a - b);
    try {
      const history = withHistory ? { history: true } : {};
      announceImported(id, await request('imports.add', { id, entries: indexes, ...history }));
      close();
    } catch (error) {
      if (isCancelled.current) return;
      const failure = toRequestFailure(error);
      if (failure.code === 'needsConsent') setQuestion(texts.refusal(failure));
      else toastRefusal('Could not import', error);
    }
    setBusy(false);
  };
  /** Past checks take a while; nothing is added when they are cancelled. */
  const cancel = () => {
    close();
    if (!busy || !withHistory) return;
    isCancelled.current = true;
    request('imports.cancel', {}).catch((error: unknown) => toastRefusal('Could not cancel', error));
  };
  const answer = async (yes: boolean) => {
    setQuestion(null);
    if (!yes) return;
    const kept = await command('Could not change the setting', 'settings.update', {
      settings: { secretsWithoutVault: 'keep' },
    });
    if (kept !== undefined) await add();
  };

  const rest = entries.length - SHOWN;
  return (
    <Dialog
      open
      onOpenChange={cancel}
      title={`Import ${fileName}`}
      description="Lookout adds them to your endpoints, where you can change them. It does not follow the file."
      width={640}
      footer={
        <>
          <span className={css.summary}>
            {progress === null
              ? duplicates === 0
                ? ''
                : `${formatCount(duplicates)} added already`
              : `${formatCount(progress.done)} of ${formatCount(progress.all)} past checks`}
          </span>
          <Button variant="ghost" onClick={cancel}>
            Cancel
          </Button>
          <Button type="submit" form={formId} variant="primary" busy={busy} disabled={chosen.size === 0}>
            {actionText(entries, chosen)}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy && chosen.size > 0) void add();
        }}
      >
        <ul className={css.entries}>
          {entries.slice(0, SHOWN).map((entry, index) => (
            // An entry is identified by its place in the file.
            // oxlint-disable-next-line react/no-array-index-key
            <li key={index}>
              <label className={css.entry} data-state={entry.state}>
                <input type="checkbox" checked={chosen.has(index)} onChange={() => toggle(index)} />
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
      </form>
      {hasHistory ? (
        <label className={css.history}>
          <input type="checkbox" checked={withHistory} disabled={busy} onChange={() => setWithHistory(!withHistory)} />
          <span>
            Import past checks
            <span className={css.hint}>
              Of the endpoints that are added. What was only counted by hour or day has no percentiles.
            </span>
          </span>
        </label>
      ) : null}
      <ImportWarnings warnings={warnings} fileName={fileName} />
      {question === null ? null : <ConsentQuestion question={question} onAnswer={(yes) => void answer(yes)} />}
    </Dialog>
  );
}

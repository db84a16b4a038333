import { useId } from 'react';
import type { Endpoint } from '../../../contract/model/endpoint.ts';
import { Button } from '../../components/button.tsx';
import { Kbd } from '../../components/kbd.tsx';
import { MOD } from '../../components/keys.ts';
import { TextArea, TextInput } from '../../components/field.tsx';
import { formatCount, formatCounted } from '../../format.ts';
import { useKinds } from '../../live/hooks.ts';
import { useAnnounceAdded } from '../../live/use-announce-added.ts';
import { useCommand } from '../../live/use-command.ts';
import css from './paste-box.module.css';
import { NO_PASTE } from './paste-model.ts';
import { PastePreview } from './paste-preview.tsx';
import { usePaste } from './use-paste.ts';
import type { PasteDraft } from './use-paste-draft.ts';

/** The number of examples in the empty box; more would hide where to type. */
const EXAMPLES = 6;

export interface PasteBoxProps {
  readonly draft: PasteDraft;
  /** @param rest what was not understood, one per line; empty: everything was added */
  readonly onAdded: (endpoints: readonly Endpoint[], rest: string) => void;
}

/** A box for many targets, one per line. It shows what each line means while a person types. */
export function PasteBox({ draft, onAdded }: PasteBoxProps) {
  const { text, setText, group, setGroup, busy, setBusy } = draft;
  const id = useId();
  const command = useCommand();
  const announceAdded = useAnnounceAdded();
  const kinds = useKinds();
  const { paste, current, trouble, read } = usePaste(text);
  const count = paste.endpoints.length;

  const add = async () => {
    if (busy) return;
    setBusy(true);
    // A person may be faster than the preview.
    const { endpoints: targets, rest } = (current ? paste : await read()) ?? NO_PASTE;
    const trimmed = group.trim();
    const endpoints = targets.map((endpoint) => (trimmed === '' ? endpoint : { ...endpoint, group: trimmed }));
    const added =
      endpoints.length === 0 ? undefined : await command('Could not add', 'endpoints.create', { endpoints });
    setBusy(false);
    if (added === undefined) return;
    announceAdded(added);
    setText(rest);
    onAdded(added, rest);
  };

  return (
    // The key submits the form wherever the focus is in it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <form
      className={css.box}
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        void add();
      }}
    >
      <label className={css.label} htmlFor={id}>
        Paste URLs or host:port, one per line
      </label>
      <TextArea
        id={id}
        mono
        rows={6}
        className={css.area}
        value={text}
        // The lines that were not understood will replace the text, so nothing can be typed while the endpoints are
        // added.
        readOnly={busy}
        placeholder={kinds
          .toSorted((a, b) => Number(b.common === true) - Number(a.common === true))
          .flatMap(({ pasteExamples }) => pasteExamples)
          .slice(0, EXAMPLES)
          .join('\n')}
        aria-describedby={`${id}-preview`}
        // The box is the purpose of this view.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        onChange={(event) => setText(event.target.value)}
      />
      <PastePreview id={`${id}-preview`} paste={paste} trouble={trouble} />
      <div className={css.actions}>
        <TextInput
          className={css.group}
          aria-label="Group for all of them"
          placeholder="Group (optional)"
          value={group}
          onChange={(event) => setGroup(event.target.value)}
        />
        <span className={css.summary}>{summary(paste.problems, paste.duplicates)}</span>
        <Button type="submit" variant="primary" disabled={!current || count === 0} busy={busy}>
          {count === 0 ? 'Add' : `Add ${formatCounted(count, 'endpoint')}`}
          <Kbd>{MOD} ↵</Kbd>
        </Button>
      </div>
    </form>
  );
}

function summary(problems: number, duplicates: number): string {
  const parts = [];
  if (problems > 0) parts.push(`${formatCount(problems)} not understood`);
  if (duplicates > 0) parts.push(formatCounted(duplicates, 'duplicate'));
  return parts.join(', ');
}

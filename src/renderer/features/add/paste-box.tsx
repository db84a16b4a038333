import { CircleAlert, CircleCheck, Copy } from 'lucide-react';
import { Fragment, useId, useState } from 'react';
import type { KindDescriptor } from '../../../contract/descriptor.ts';
import type { Endpoint } from '../../../contract/model/endpoint.ts';
import { useKinds } from '../../live/hooks.ts';
import { formatCount } from '../../format.ts';
import { Button } from '../../components/button.tsx';
import { Kbd } from '../../components/kbd.tsx';
import { TextArea, TextInput } from '../../components/field.tsx';
import { useAnnounceAdded } from '../../live/use-announce-added.ts';
import { useCommand } from '../../live/use-command.ts';
import css from './paste-box.module.css';
import type { PasteLine } from './paste-model.ts';
import { usePaste } from './use-paste.ts';

/** Lines that the preview shows; nobody reads more, and ten thousand would stall typing. */
const PREVIEW_LINES = 200;
/** Examples that the empty box shows; more would hide where to type. */
const EXAMPLES = 6;

export interface PasteBoxProps {
  readonly initialText?: string;
  readonly onAdded: (endpoints: readonly Endpoint[]) => void;
}

/** A box for many targets, one a line, with what each means shown while typing. */
export function PasteBox({ initialText = '', onAdded }: PasteBoxProps) {
  const id = useId();
  const command = useCommand();
  const announceAdded = useAnnounceAdded();
  const [text, setText] = useState(initialText);
  const [group, setGroup] = useState('');
  const [busy, setBusy] = useState(false);
  const kinds = useKinds();
  const { paste, current, trouble } = usePaste(text);
  const count = paste.endpoints.length;

  const add = async () => {
    setBusy(true);
    const trimmed = group.trim();
    const endpoints = paste.endpoints.map((endpoint) => (trimmed === '' ? endpoint : { ...endpoint, group: trimmed }));
    const added = await command('Could not add', 'endpoints.create', { endpoints });
    setBusy(false);
    if (added === undefined) return;
    announceAdded(added);
    setText('');
    onAdded(added);
  };

  const ready = current && count > 0 && !busy;
  return (
    <form
      className={css.box}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) void add();
      }}
    >
      <label className={css.label} htmlFor={id}>
        Paste what you answer for, one a line
      </label>
      <TextArea
        id={id}
        mono
        rows={6}
        className={css.area}
        value={text}
        placeholder={kinds
          .flatMap(({ pasteExamples }) => pasteExamples)
          .slice(0, EXAMPLES)
          .join('\n')}
        aria-describedby={`${id}-preview`}
        // The box is why the person is here.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && ready) {
            event.preventDefault();
            void add();
          }
        }}
      />
      <div id={`${id}-preview`} className={css.preview} aria-live="polite">
        {trouble === null ? null : <p className={css.problem}>{trouble}</p>}
        {paste.lines.length === 0 && trouble === null ? (
          <Hint kinds={kinds} />
        ) : (
          <ul className={css.lines}>
            {paste.lines.slice(0, PREVIEW_LINES).map((line) => (
              <PreviewLine key={line.line} line={line} />
            ))}
            {paste.lines.length > PREVIEW_LINES ? (
              <li className={css.rest}>and {formatCount(paste.lines.length - PREVIEW_LINES)} more</li>
            ) : null}
          </ul>
        )}
      </div>
      <div className={css.actions}>
        <TextInput
          className={css.group}
          aria-label="Group for all of them"
          placeholder="Group (optional)"
          value={group}
          onChange={(event) => setGroup(event.target.value)}
        />
        <span className={css.summary}>{summary(paste.problems, paste.duplicates)}</span>
        <Button type="submit" variant="primary" disabled={!ready} busy={busy}>
          {count === 0 ? 'Add' : count === 1 ? 'Add 1 endpoint' : `Add ${formatCount(count)} endpoints`}
          <Kbd>Ctrl ↵</Kbd>
        </Button>
      </div>
    </form>
  );
}

/** What can be pasted: a line for each kind that reads pasted targets. */
function Hint({ kinds }: { readonly kinds: readonly KindDescriptor[] }) {
  return (
    <div className={css.hint}>
      <ul>
        {kinds.map(({ kind, title, pasteExamples }) =>
          pasteExamples.length === 0 ? null : (
            <li key={kind}>
              {title}:{' '}
              {pasteExamples.map((example, index) => (
                <Fragment key={example}>
                  {index === 0 ? null : ', '}
                  <code>{example}</code>
                </Fragment>
              ))}
            </li>
          ),
        )}
      </ul>
      <p>
        Lines that begin with <code>#</code> are ignored.
      </p>
    </div>
  );
}

function PreviewLine({ line }: { readonly line: PasteLine }) {
  const kinds = useKinds();
  const Icon = line.kind === 'problem' ? CircleAlert : line.kind === 'duplicate' ? Copy : CircleCheck;
  const title = kinds.find((kind) => kind.kind === line.endpoint?.kind)?.title ?? line.endpoint?.kind;
  return (
    <li className={css.line} data-kind={line.kind}>
      <span className={css.number}>{line.line}</span>
      <Icon size={14} aria-hidden />
      {line.kind === 'problem' ? (
        <span className={css.says}>
          <code>{line.text}</code> <span className={css.problem}>{line.says}</span>
        </span>
      ) : (
        <span className={css.says}>
          <code>{line.says}</code>
        </span>
      )}
      <span className={css.kind}>{line.note === '' ? title : line.note}</span>
    </li>
  );
}

function summary(problems: number, duplicates: number): string {
  const parts = [];
  if (problems > 0) parts.push(problems === 1 ? '1 line cannot be added' : `${problems} lines cannot be added`);
  if (duplicates > 0) parts.push(duplicates === 1 ? '1 duplicate' : `${duplicates} duplicates`);
  return parts.join(', ');
}

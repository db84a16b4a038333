import { CircleAlert, CircleCheck, Copy } from 'lucide-react';
import { Fragment } from 'react';
import { formatCount } from '../../format.ts';
import { useKinds } from '../../live/hooks.ts';
import css from './paste-box.module.css';
import type { Paste, PasteLine } from './paste-model.ts';

/** The most lines in the preview. Ten thousand would slow down typing. */
const PREVIEW_LINES = 200;

export interface PastePreviewProps {
  readonly id: string;
  readonly paste: Paste;
  /** Why the text could not be read at all. */
  readonly trouble: string | null;
}

/** What each line of a pasted text means, or why it means nothing. */
export function PastePreview({ id, paste, trouble }: PastePreviewProps) {
  const hidden = paste.lines.length - PREVIEW_LINES;
  return (
    <div id={id} className={css.preview} aria-live="polite">
      {trouble === null ? null : <p className={css.problem}>{trouble}</p>}
      {paste.lines.length === 0 && trouble === null ? (
        <Hint />
      ) : (
        <ul className={css.lines}>
          {paste.lines.slice(0, PREVIEW_LINES).map((line) => (
            <PreviewLine key={line.key} line={line} />
          ))}
          {hidden > 0 ? <li className={css.rest}>and {formatCount(hidden)} more</li> : null}
        </ul>
      )}
    </div>
  );
}

/** So many examples of kinds that are not common; all of them would fill the window. */
const OTHER_EXAMPLES = 6;

/** What can be pasted: a line for each common kind, and one with examples of the others. */
function Hint() {
  const kinds = useKinds().filter(({ pasteExamples }) => pasteExamples.length > 0);
  const others = kinds.filter(({ common }) => common !== true);
  return (
    <div className={css.hint}>
      <ul>
        {kinds
          .filter(({ common }) => common === true)
          .map(({ kind, title, pasteExamples }) => (
            <li key={kind}>
              {title}: <Examples examples={pasteExamples} />
            </li>
          ))}
        {others.length === 0 ? null : (
          <li>
            Also{' '}
            <Examples
              examples={others.slice(0, OTHER_EXAMPLES).flatMap(({ pasteExamples }) => pasteExamples.slice(0, 1))}
            />
            {others.length > OTHER_EXAMPLES ? ` and ${formatCount(others.length - OTHER_EXAMPLES)} other kinds` : null}
          </li>
        )}
      </ul>
      <p>
        Names, bullets, quotes and Markdown links are understood. Lines that begin with <code>#</code> are ignored.
      </p>
    </div>
  );
}

function Examples({ examples }: { readonly examples: readonly string[] }) {
  return examples.map((example, index) => (
    <Fragment key={example}>
      {index === 0 ? null : ', '}
      <code>{example}</code>
    </Fragment>
  ));
}

function PreviewLine({ line }: { readonly line: PasteLine }) {
  const kinds = useKinds();
  const { kind, endpoint, name, says, text, note } = line;
  const Icon = kind === 'problem' ? CircleAlert : kind === 'duplicate' ? Copy : CircleCheck;
  const title = kinds.find((one) => one.kind === endpoint?.kind)?.title ?? endpoint?.kind;
  return (
    <li className={css.line} data-kind={kind}>
      <span className={css.number}>{line.line}</span>
      <Icon size={14} aria-hidden />
      {kind === 'problem' ? (
        <span className={css.says}>
          <code>{text}</code> <span className={css.problem}>{says}</span>
        </span>
      ) : (
        <span className={css.says}>
          {name === '' ? null : <strong className={css.name}>{name} </strong>}
          <code>{says}</code>
        </span>
      )}
      <span className={css.kind}>{note === '' ? title : note}</span>
    </li>
  );
}

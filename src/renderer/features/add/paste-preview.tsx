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

/** Shows what each line of a pasted text means, or why it could not be parsed. */
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

/** Explains what can be pasted, with an example of each kind that can be unfolded. */
function Hint() {
  const kinds = useKinds()
    .filter(({ pasteExamples }) => pasteExamples.length > 0)
    .toSorted((a, b) => Number(b.common === true) - Number(a.common === true));
  return (
    <div className={css.hint}>
      <p>
        Names, bullets, quotes and Markdown links are understood. Lines that begin with <code>#</code> are ignored.
      </p>
      <details>
        <summary>Examples of all {formatCount(kinds.length)} kinds</summary>
        <dl className={css.examples}>
          {kinds.map(({ kind, title, pasteExamples }) => (
            <Fragment key={kind}>
              <dt>{title}</dt>
              <dd>
                <Examples examples={pasteExamples} />
              </dd>
            </Fragment>
          ))}
        </dl>
      </details>
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

import type { ImportWarning } from '../../../contract/model/import-warning.ts';
import { formatCount, formatCounted } from '../../format.ts';
import { useTexts } from '../../live/hooks.ts';
import css from './import-dialog.module.css';

/** The maximum number of warnings to show. */
const SHOWN = 200;
/** More warnings than this are folded at first. */
const OPEN = 5;

/** Lists what is imported differently or not at all, and what happens instead. */
export function ImportWarnings({
  warnings,
  fileName,
}: {
  readonly warnings: readonly ImportWarning[];
  readonly fileName: string;
}) {
  const texts = useTexts();
  if (warnings.length === 0) return null;
  const rest = warnings.length - SHOWN;
  return (
    <details className={css.warnings} open={warnings.length <= OPEN}>
      <summary>{formatCounted(warnings.length, 'warning')}</summary>
      <ul>
        {warnings.slice(0, SHOWN).map(({ source, path, code, params }, index) => (
          // A warning is identified by its position.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={index}>
            <code>{[source === fileName ? '' : source, path].filter(Boolean).join(' ')}</code>{' '}
            {texts.message(params === undefined ? { code } : { code, params })}
          </li>
        ))}
        {rest > 0 ? <li>and {formatCount(rest)} more</li> : null}
      </ul>
    </details>
  );
}

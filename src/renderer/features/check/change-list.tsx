import type { DetailDescriptor } from '../../../contract/descriptor.ts';
import type { DetailChange } from '../../../contract/model/change.ts';
import type { EpochMs } from '../../../contract/model/units.ts';
import { wordsOf } from '../../words.ts';
import css from './change-list.module.css';
import { changeLines } from './change-lines.ts';
import { formatWhen } from './when.ts';

export interface ChangeListProps {
  /** Each with the time of the check that found it, unless all are from one check. */
  readonly changes: readonly (DetailChange & { readonly at?: EpochMs })[];
  /** The details that the kind tracks, for the labels. */
  readonly declared: readonly DetailDescriptor[];
}

/** The changes from one check to the next, with the values before and after. */
export function ChangeList({ changes, declared }: ChangeListProps) {
  return (
    <ul className={css.list} aria-label="Changes">
      {changes.map((change) => {
        const detail = declared.find(({ name }) => name === change.name);
        return (
          <li key={`${change.at ?? ''} ${change.name}`} className={css.change}>
            <p className={css.head}>
              <strong>{detail?.label ?? wordsOf(change.name)}</strong>
              {change.at === undefined ? null : (
                <time className="num" dateTime={new Date(change.at).toISOString()}>
                  {formatWhen(change.at)}
                </time>
              )}
            </p>
            {changeLines(change, detail).map(({ sign, text }, index) => (
              // A line may occur twice, so only its position identifies it.
              // oxlint-disable-next-line react/no-array-index-key
              <p key={index} className={css.line} data-sign={sign}>
                <span aria-hidden>{sign === 'before' ? '−' : '+'}</span>
                <code>
                  <span className="sr-only">{sign === 'before' ? 'Before: ' : 'After: '}</span>
                  {text}
                </code>
              </p>
            ))}
          </li>
        );
      })}
    </ul>
  );
}

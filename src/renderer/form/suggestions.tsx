import { useEffect, useRef } from 'react';
import type { Completion } from './conditions/complete.ts';
import css from './completing-input.module.css';

export interface SuggestionsProps {
  readonly id: string;
  readonly label: string;
  readonly completion: Completion | null;
  readonly chosen: number;
  readonly onAccept: (index: number) => void;
}

/** The list of suggestions below a text field, which keeps the focus. */
export function Suggestions({ id, label, completion, chosen, onAccept }: SuggestionsProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  });
  return (
    // A datalist cannot show what each suggestion means, and completes only whole values.
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
    <div ref={list} id={id} role="listbox" aria-label={`Suggestions for ${label}`} className={css.list}>
      {completion?.suggestions.map(({ insert, meaning, value }, index) => (
        // The text field has the focus, and announces which option is selected.
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
        <div
          key={insert}
          id={`${id}-${index}`}
          // See the list.
          // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
          role="option"
          tabIndex={-1}
          aria-selected={index === chosen}
          className={css.option}
          // The text field keeps the focus.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onAccept(index)}
        >
          <code className={css.insert}>{insert.trim()}</code>
          <span className={css.meaning}>{meaning}</span>
          {value === undefined ? null : <code className={css.value}>{value}</code>}
        </div>
      ))}
    </div>
  );
}

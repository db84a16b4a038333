/** A text field for a condition that completes while somebody types. */
import { Popover } from 'radix-ui';
import { useEffect, useId, useRef, useState, type KeyboardEvent, type Ref } from 'react';
import { TextInput } from '../../components/field.tsx';
import { useConditionAid } from './aid.ts';
import { complete, type Completion } from './complete.ts';
import css from './condition-input.module.css';

export interface ConditionInputProps {
  readonly id?: string;
  readonly label: string;
  readonly value: string;
  readonly invalid: boolean;
  readonly describedBy: string | undefined;
  readonly placeholder: string | undefined;
  readonly ref?: Ref<HTMLInputElement>;
  readonly onChange: (value: string) => void;
  /** A key that the list of suggestions has no use for. */
  readonly onKeyDown: (event: KeyboardEvent<HTMLInputElement>) => void;
}

export function ConditionInput(props: ConditionInputProps) {
  const { id, label, value, invalid, describedBy, placeholder, ref, onChange, onKeyDown } = props;
  const aid = useConditionAid();
  const listId = useId();
  const input = useRef<HTMLInputElement>(null);
  /** Null: the list is closed. */
  const [completion, setCompletion] = useState<Completion | null>(null);
  const [chosen, setChosen] = useState(-1);
  /** Where the caret goes once the text has been changed. */
  const caret = useRef<number | null>(null);

  const suggest = (text: string, at: number) => {
    const next = aid === null ? null : complete(text, at, aid);
    setCompletion(next);
    // While nothing is typed, Enter and Tab do what they always do.
    setChosen(next !== null && next.typed !== '' ? 0 : -1);
  };
  useEffect(() => {
    const at = caret.current;
    if (at === null) return;
    caret.current = null;
    input.current?.setSelectionRange(at, at);
  });

  const accept = (index: number) => {
    const suggestion = completion?.suggestions[index];
    if (completion === null || suggestion === undefined) return;
    const { from, to } = completion;
    const text = value.slice(0, from) + suggestion.insert + value.slice(to);
    const at = from + suggestion.insert.length;
    caret.current = at;
    onChange(text);
    suggest(text, at);
  };
  const onKey = (event: KeyboardEvent<HTMLInputElement>) => {
    const count = completion?.suggestions.length ?? 0;
    const isPlain = !event.altKey && !event.ctrlKey && !event.metaKey && !event.nativeEvent.isComposing;
    if (isPlain && count > 0 && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setChosen(chosen === -1 && step === -1 ? count - 1 : (chosen + step + count) % count);
    } else if (isPlain && chosen >= 0 && !event.shiftKey && (event.key === 'Enter' || event.key === 'Tab')) {
      accept(chosen);
    } else {
      onKeyDown(event);
      return;
    }
    event.preventDefault();
  };
  const open = completion !== null;
  return (
    <Popover.Root open={open} onOpenChange={(next) => next || setCompletion(null)}>
      <Popover.Anchor asChild>
        <TextInput
          {...(id === undefined ? {} : { id })}
          ref={(element) => {
            input.current = element;
            if (typeof ref === 'function') ref(element);
          }}
          mono
          // A datalist cannot show what each suggestion means, and completes only whole values.
          // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
          role="combobox"
          aria-label={label}
          aria-autocomplete="list"
          aria-expanded={open}
          aria-controls={open ? listId : undefined}
          aria-activedescendant={open && chosen >= 0 ? `${listId}-${chosen}` : undefined}
          aria-describedby={describedBy}
          invalid={invalid}
          placeholder={placeholder}
          value={value}
          onChange={(event) => {
            onChange(event.target.value);
            suggest(event.target.value, event.target.selectionStart ?? event.target.value.length);
          }}
          onFocus={(event) => suggest(value, event.target.selectionStart ?? value.length)}
          onClick={(event) => suggest(value, event.currentTarget.selectionStart ?? value.length)}
          onBlur={() => setCompletion(null)}
          onKeyDown={onKey}
        />
      </Popover.Anchor>
      <Popover.Portal>
        <Popover.Content
          className={css.content}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          role="presentation"
          onOpenAutoFocus={(event) => event.preventDefault()}
          onCloseAutoFocus={(event) => event.preventDefault()}
          onInteractOutside={(event) => {
            if (event.target === input.current) event.preventDefault();
          }}
        >
          <Suggestions id={listId} label={label} completion={completion} chosen={chosen} onAccept={accept} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

interface SuggestionsProps {
  readonly id: string;
  readonly label: string;
  readonly completion: Completion | null;
  readonly chosen: number;
  readonly onAccept: (index: number) => void;
}

function Suggestions({ id, label, completion, chosen, onAccept }: SuggestionsProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  });
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
    <div ref={list} id={id} role="listbox" aria-label={`Suggestions for ${label}`} className={css.list}>
      {completion?.suggestions.map(({ insert, meaning, value }, index) => (
        // The keyboard is on the text field, which says what is chosen.
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
        <div
          key={insert}
          id={`${id}-${index}`}
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

/** A text field that suggests completions while a person types. */
import { Popover } from 'radix-ui';
import { useEffect, useId, useRef, useState } from 'react';
import type { ChangeEvent, FocusEvent, KeyboardEvent, MouseEvent, Ref } from 'react';
import { TextArea, TextInput } from '../components/field.tsx';
import type { Completion } from './conditions/complete.ts';
import css from './completing-input.module.css';

type Control = HTMLInputElement | HTMLTextAreaElement;

export interface CompletingInputProps {
  readonly id?: string;
  readonly label: string;
  readonly value: string;
  readonly invalid: boolean;
  readonly describedBy: string | undefined;
  readonly placeholder: string | undefined;
  readonly ref?: Ref<Control>;
  /** True: the field has several lines. */
  readonly multiline?: boolean;
  /** Returns the suggestions at a position in the text; null: none. */
  readonly complete: (text: string, at: number) => Completion | null;
  readonly onChange: (value: string) => void;
  /** Called for keys that the list of suggestions does not handle. */
  readonly onKeyDown?: (event: KeyboardEvent<Control>) => void;
}

export function CompletingInput(props: CompletingInputProps) {
  const {
    id,
    label,
    value,
    invalid,
    describedBy,
    placeholder,
    ref,
    multiline = false,
    complete,
    onChange,
    onKeyDown,
  } = props;
  const listId = useId();
  const input = useRef<Control>(null);
  /** Null: the list is closed. */
  const [completion, setCompletion] = useState<Completion | null>(null);
  const [chosen, setChosen] = useState(-1);
  /** The position of the caret after the text has been changed. */
  const caret = useRef<number | null>(null);

  const suggest = (text: string, at: number) => {
    const next = complete(text, at);
    setCompletion(next);
    // While nothing is typed, Enter and Tab keep their usual meaning.
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
  const onKey = (event: KeyboardEvent<Control>) => {
    const count = completion?.suggestions.length ?? 0;
    const isPlain = !event.altKey && !event.ctrlKey && !event.metaKey && !event.nativeEvent.isComposing;
    if (isPlain && count > 0 && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setChosen(chosen === -1 && step === -1 ? count - 1 : (chosen + step + count) % count);
    } else if (isPlain && chosen >= 0 && !event.shiftKey && (event.key === 'Enter' || event.key === 'Tab')) {
      accept(chosen);
    } else {
      onKeyDown?.(event);
      return;
    }
    event.preventDefault();
  };
  const open = completion !== null;
  const keep = (element: Control | null) => {
    input.current = element;
    if (typeof ref === 'function') ref(element);
  };
  const shared = {
    ...(id === undefined ? {} : { id }),
    mono: true,
    'aria-label': label,
    'aria-autocomplete': 'list',
    'aria-controls': open ? listId : undefined,
    'aria-activedescendant': open && chosen >= 0 ? `${listId}-${chosen}` : undefined,
    'aria-describedby': describedBy,
    invalid,
    placeholder,
    value,
    onChange: ({ target }: ChangeEvent<Control>) => {
      onChange(target.value);
      suggest(target.value, target.selectionStart ?? target.value.length);
    },
    onFocus: ({ target }: FocusEvent<Control>) => suggest(value, target.selectionStart ?? value.length),
    onClick: ({ currentTarget }: MouseEvent<Control>) => suggest(value, currentTarget.selectionStart ?? value.length),
    onBlur: () => setCompletion(null),
    onKeyDown: onKey,
  } as const;
  return (
    <Popover.Root open={open} onOpenChange={(next) => next || setCompletion(null)}>
      <Popover.Anchor asChild>
        {multiline ? (
          <TextArea {...shared} rows={Math.min(16, value.split('\n').length)} ref={keep} />
        ) : (
          // A datalist cannot show what each suggestion means, and completes only whole values.
          <TextInput
            {...shared}
            // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
            role="combobox"
            aria-expanded={open}
            aria-controls={open ? listId : undefined}
            ref={keep}
          />
        )}
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
        // The text field has the focus, and announces which option is selected.
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

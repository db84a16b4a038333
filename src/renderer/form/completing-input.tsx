/** A text field that suggests completions while a person types. */
import { Popover } from 'radix-ui';
import { useId, useRef } from 'react';
import type { ChangeEvent, FocusEvent, KeyboardEvent, MouseEvent, Ref } from 'react';
import { TextArea, TextInput } from '../components/field.tsx';
import type { Completion } from './conditions/complete.ts';
import css from './completing-input.module.css';
import { Suggestions } from './suggestions.tsx';
import { useCompletion, type TextControl } from './use-completion.ts';

export interface CompletingInputProps {
  readonly id?: string;
  readonly label: string;
  readonly value: string;
  readonly invalid: boolean;
  readonly describedBy: string | undefined;
  readonly placeholder: string | undefined;
  readonly ref?: Ref<TextControl>;
  /** True: the field has several lines. */
  readonly multiline?: boolean;
  /** Returns the suggestions at a position in the text; null: none. */
  readonly complete: (text: string, at: number) => Completion | null;
  readonly onChange: (value: string) => void;
  /** Called for keys that the list of suggestions does not handle. */
  readonly onKeyDown?: (event: KeyboardEvent<TextControl>) => void;
}

export function CompletingInput(props: CompletingInputProps) {
  const { id, label, value, invalid, describedBy, placeholder, ref, multiline = false, onChange, onKeyDown } = props;
  const listId = useId();
  const input = useRef<TextControl>(null);
  const { completion, chosen, suggest, accept, handleKey, close } = useCompletion({ ...props, input });
  const open = completion !== null;
  const keep = (element: TextControl | null) => {
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
    onChange: ({ target }: ChangeEvent<TextControl>) => {
      onChange(target.value);
      suggest(target.value, target.selectionStart ?? target.value.length);
    },
    onFocus: ({ target }: FocusEvent<TextControl>) => suggest(value, target.selectionStart ?? value.length),
    onClick: ({ currentTarget }: MouseEvent<TextControl>) =>
      suggest(value, currentTarget.selectionStart ?? value.length),
    onBlur: close,
    onKeyDown: (event: KeyboardEvent<TextControl>) => {
      if (!handleKey(event)) onKeyDown?.(event);
    },
  } as const;
  return (
    <Popover.Root open={open} onOpenChange={(next) => next || close()}>
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

import { Check, ChevronDown } from 'lucide-react';
import { Select as Primitive } from 'radix-ui';
import { getNonce } from 'get-nonce';
import css from './select.module.css';

export interface SelectOption {
  readonly value: string;
  readonly label: string;
}

export interface SelectProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly options: readonly SelectOption[];
  /** The accessible name; leave it out where a `<label>` refers to `id`. */
  readonly label?: string;
  readonly id?: string;
  readonly invalid?: boolean;
  readonly describedBy?: string | undefined;
  readonly disabled?: boolean;
}

// Radix's Select takes no empty value, and no value begins with a control character.
const EMPTY = '\u0000empty';
const toItem = (value: string) => (value === '' ? EMPTY : value);

export function Select(props: SelectProps) {
  const { value, onChange, options, label, id, invalid = false, describedBy, disabled = false } = props;
  return (
    <Primitive.Root
      value={toItem(value)}
      onValueChange={(item) => onChange(item === EMPTY ? '' : item)}
      disabled={disabled}
    >
      <Primitive.Trigger
        className={css.trigger}
        id={id}
        aria-label={label}
        aria-invalid={invalid || undefined}
        aria-describedby={describedBy}
      >
        <Primitive.Value />
        <Primitive.Icon className={css.icon}>
          <ChevronDown size={14} aria-hidden />
        </Primitive.Icon>
      </Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content className={css.content} position="popper" sideOffset={4} collisionPadding={8}>
          <Primitive.Viewport nonce={getNonce()}>
            {options.map((option) => (
              <Primitive.Item key={option.value} value={toItem(option.value)} className={css.item}>
                <Primitive.ItemText>{option.label}</Primitive.ItemText>
                <Primitive.ItemIndicator className={css.check}>
                  <Check size={14} aria-hidden />
                </Primitive.ItemIndicator>
              </Primitive.Item>
            ))}
          </Primitive.Viewport>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

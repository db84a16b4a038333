import { ToggleGroup as Primitive } from 'radix-ui';
import { memo, type ReactNode } from 'react';
import css from './toggle-group.module.css';

export interface ToggleGroupProps<T extends string> {
  readonly value: T;
  readonly onChange: (value: T) => void;
  readonly options: readonly { readonly value: T; readonly label: ReactNode }[];
  /** The accessible name of the group. */
  readonly label: string;
}

/** Selects one of a few visible options, such as the range of a chart. The arrow keys move. */
export const ToggleGroup = memo(AnyToggleGroup) as typeof AnyToggleGroup;

function AnyToggleGroup<T extends string>({ value, onChange, options, label }: ToggleGroupProps<T>) {
  return (
    <Primitive.Root
      type="single"
      className={css.group}
      value={value}
      aria-label={label}
      onValueChange={(chosen) => {
        const option = options.find((one) => one.value === chosen);
        // A click on the selected option would deselect it.
        if (option) onChange(option.value);
      }}
    >
      {options.map((option) => (
        <Primitive.Item key={option.value} value={option.value} className={css.item}>
          {option.label}
        </Primitive.Item>
      ))}
    </Primitive.Root>
  );
}

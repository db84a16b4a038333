import { ToggleGroup as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';
import css from './toggle-group.module.css';

export interface ToggleGroupProps<T extends string> {
  readonly value: T;
  readonly onChange: (value: T) => void;
  readonly options: readonly { readonly value: T; readonly label: ReactNode }[];
  /** What is chosen; read out. */
  readonly label: string;
}

/** One of a few, all in sight: ranges of a chart, ways to draw it. Arrow keys move. */
export function ToggleGroup<T extends string>({ value, onChange, options, label }: ToggleGroupProps<T>) {
  return (
    <Primitive.Root
      type="single"
      className={css.group}
      value={value}
      aria-label={label}
      onValueChange={(chosen) => {
        const option = options.find((one) => one.value === chosen);
        // Pressing the chosen one again would choose nothing.
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

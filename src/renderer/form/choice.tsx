import { clsx } from 'clsx';
import { FieldGroup } from '../components/field-group.tsx';
import css from './choice.module.css';

export interface ChoiceOption<T extends string> {
  readonly value: T;
  readonly label: string;
  /** The accessible name, if it differs from the short label. */
  readonly name?: string;
}

export interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly error?: string | undefined;
  readonly options: readonly ChoiceOption<T>[];
  readonly chosen: readonly T[];
  readonly onChange: (chosen: readonly T[]) => void;
  /** Shown when there are no options. */
  readonly none?: string;
}

/** Buttons of which any number can be pressed. */
export function Choice<T extends string>({ label, error, options, chosen, onChange, none }: ChoiceProps<T>) {
  const toggle = (value: T): void => {
    const next = options
      .map((option) => option.value)
      .filter((one) => (one === value ? !chosen.includes(one) : chosen.includes(one)));
    onChange(next);
  };
  return (
    <FieldGroup label={label} error={error}>
      <div className={css.options}>
        {options.map(({ value, label: text, name }) => (
          <button
            key={value}
            type="button"
            className={clsx(css.option, chosen.includes(value) && css.chosen)}
            aria-pressed={chosen.includes(value)}
            aria-label={name}
            onClick={() => toggle(value)}
          >
            {text}
          </button>
        ))}
        {options.length === 0 && none !== undefined ? <p className={css.none}>{none}</p> : null}
      </div>
    </FieldGroup>
  );
}

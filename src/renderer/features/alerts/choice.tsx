import { clsx } from 'clsx';
import css from './alerts.module.css';

export interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly help?: string;
  readonly error?: string | undefined;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly chosen: readonly T[];
  readonly onChange: (chosen: readonly T[]) => void;
  /** Shown when there are no options. */
  readonly none?: string;
}

/** Buttons of which any number can be pressed. */
export function Choice<T extends string>({ label, help, error, options, chosen, onChange, none }: ChoiceProps<T>) {
  const toggle = (value: T): void => {
    const next = options
      .map((option) => option.value)
      .filter((one) => (one === value ? !chosen.includes(one) : chosen.includes(one)));
    onChange(next);
  };
  return (
    <fieldset className={css.choice}>
      <legend className={css.label}>{label}</legend>
      <div className={css.options}>
        {options.map(({ value, label: text }) => (
          <button
            key={value}
            type="button"
            className={clsx(css.option, chosen.includes(value) && css.chosen)}
            aria-pressed={chosen.includes(value)}
            onClick={() => toggle(value)}
          >
            {text}
          </button>
        ))}
        {options.length === 0 && none !== undefined ? <p className={css.facts}>{none}</p> : null}
      </div>
      {error === undefined ? null : <p className={css.error}>{error}</p>}
      {help === undefined ? null : <p className={css.help}>{help}</p>}
    </fieldset>
  );
}

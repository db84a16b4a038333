import { clsx } from 'clsx';
import { useId, type InputHTMLAttributes, type ReactNode, type Ref, type TextareaHTMLAttributes } from 'react';
import css from './field.module.css';

export interface FieldControl {
  readonly id: string;
  readonly describedBy: string | undefined;
  readonly invalid: boolean;
}

export interface FieldProps {
  readonly label: string;
  readonly help?: ReactNode;
  readonly error?: string | undefined;
  readonly required?: boolean;
  /** Puts the label and the control on one line, as for switches. */
  readonly inline?: boolean;
  readonly children: (control: FieldControl) => ReactNode;
}

/** A label, a control, its help and its error, connected for screen readers. */
export function Field({ label, help, error, required = false, inline = false, children }: FieldProps) {
  const id = useId();
  const helpId = help === undefined ? undefined : `${id}-help`;
  const errorId = error === undefined ? undefined : `${id}-error`;
  const describedBy = [errorId, helpId].filter((one) => one !== undefined).join(' ') || undefined;
  return (
    <div className={clsx(css.field, inline && css.inline)}>
      <label className={css.label} htmlFor={id}>
        {label}
        {required ? <span className={css.required}>required</span> : null}
      </label>
      <div className={css.control}>{children({ id, describedBy, invalid: error !== undefined })}</div>
      {error === undefined ? null : (
        <p id={errorId} className={css.error}>
          {error}
        </p>
      )}
      {help === undefined ? null : (
        <p id={helpId} className={css.help}>
          {help}
        </p>
      )}
    </div>
  );
}

type InputProps = InputHTMLAttributes<HTMLInputElement> & {
  readonly invalid?: boolean;
  readonly mono?: boolean;
  readonly ref?: Ref<HTMLInputElement>;
};

export function TextInput({ invalid = false, mono = false, className, ...rest }: InputProps) {
  return (
    <input
      type="text"
      autoComplete="off"
      spellCheck={false}
      className={clsx(css.input, mono && css.mono, className)}
      aria-invalid={invalid || undefined}
      {...rest}
    />
  );
}

type TextAreaProps = TextareaHTMLAttributes<HTMLTextAreaElement> & {
  readonly invalid?: boolean;
  readonly mono?: boolean;
  readonly ref?: Ref<HTMLTextAreaElement>;
};

export function TextArea({ invalid = false, mono = false, className, ...rest }: TextAreaProps) {
  return (
    <textarea
      autoComplete="off"
      spellCheck={false}
      className={clsx(css.input, css.area, mono && css.mono, className)}
      aria-invalid={invalid || undefined}
      {...rest}
    />
  );
}

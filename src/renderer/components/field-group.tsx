import type { ReactNode } from 'react';
import css from './field-group.module.css';

export interface FieldGroupProps {
  readonly label: string;
  readonly help?: string | undefined;
  readonly error?: string | undefined;
  readonly children: ReactNode;
}

/** Several controls under one label, with one help and one error. */
export function FieldGroup({ label, help, error, children }: FieldGroupProps) {
  return (
    <fieldset className={css.group}>
      <legend className={css.label}>{label}</legend>
      {children}
      {error === undefined ? null : <p className={css.error}>{error}</p>}
      {help === undefined ? null : <p className={css.help}>{help}</p>}
    </fieldset>
  );
}

/** Fields side by side, or below each other where there is no room. */
export function FieldPair({ children }: { readonly children: ReactNode }) {
  return <div className={css.pair}>{children}</div>;
}

import { Switch as Primitive } from 'radix-ui';
import css from './switch.module.css';

export interface SwitchProps {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly id?: string;
  /** The accessible name; leave it out where a `<label>` refers to `id`. */
  readonly label?: string;
  readonly describedBy?: string | undefined;
  readonly disabled?: boolean;
}

export function Switch({ checked, onChange, id, label, describedBy, disabled = false }: SwitchProps) {
  return (
    <Primitive.Root
      className={css.switch}
      checked={checked}
      onCheckedChange={onChange}
      id={id}
      aria-label={label}
      aria-describedby={describedBy}
      disabled={disabled}
    >
      <Primitive.Thumb className={css.thumb} />
    </Primitive.Root>
  );
}

import { clsx } from 'clsx';
import type { LucideIcon } from 'lucide-react';
import type { ButtonHTMLAttributes, Ref } from 'react';
import css from './button.module.css';
import { Spinner } from './spinner.tsx';
import { Tooltip } from './tooltip.tsx';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly variant?: 'primary' | 'default' | 'ghost' | 'danger';
  readonly size?: 'sm' | 'md';
  readonly icon?: LucideIcon;
  /** True: shows that its work is in progress, and disables the button. */
  readonly busy?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
}

export function Button(props: ButtonProps) {
  const { variant = 'default', size = 'md', icon: Icon, busy = false, className, children, disabled, ...rest } = props;
  return (
    <button
      type="button"
      className={clsx(css.button, css[variant], css[size], className)}
      disabled={disabled === true || busy}
      aria-busy={busy || undefined}
      {...rest}
    >
      {busy ? <Spinner size={14} /> : Icon ? <Icon size={size === 'sm' ? 14 : 15} aria-hidden /> : null}
      {children}
    </button>
  );
}

export interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** What the button does: its accessible name and tooltip. */
  readonly label: string;
  readonly icon: LucideIcon;
  /** The key that does the same. */
  readonly shortcut?: string;
  readonly size?: 'sm' | 'md';
  /** False where the tooltip would be in the way, for example in a row. */
  readonly tooltip?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
}

export function IconButton(props: IconButtonProps) {
  const { label, icon: Icon, shortcut, size = 'md', tooltip = true, className, ...rest } = props;
  const button = (
    <button
      type="button"
      className={clsx(css.button, css.ghost, css.icon, size === 'sm' && css.iconSm, className)}
      aria-label={label}
      {...rest}
    >
      <Icon size={size === 'sm' ? 15 : 16} aria-hidden />
    </button>
  );
  return tooltip ? (
    <Tooltip content={label} shortcut={shortcut}>
      {button}
    </Tooltip>
  ) : (
    button
  );
}

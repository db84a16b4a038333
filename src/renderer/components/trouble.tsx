import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import css from './trouble.module.css';

export interface TroubleProps {
  /** The text; null or undefined: there is no problem, and nothing is shown. */
  readonly children: ReactNode;
  readonly className?: string | undefined;
}

/** Shows what is wrong, such as why a request was refused. Screen readers read it at once. */
export function Trouble({ children, className }: TroubleProps) {
  if (children === null || children === undefined) return null;
  return (
    <p className={clsx(css.trouble, className)} role="alert">
      {children}
    </p>
  );
}

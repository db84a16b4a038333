import type { ReactNode } from 'react';
import css from './settings.module.css';

/** A line with a fact, and actions on it. */
export function Fact({
  name,
  action,
  children,
}: {
  readonly name: string;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <div className={css.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
      {action === undefined ? null : <dd className={css.action}>{action}</dd>}
    </div>
  );
}

import { clsx } from 'clsx';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import css from './banner.module.css';

export interface BannerProps {
  /** What screen readers call it. */
  readonly label: string;
  /** Its color is that of the status. */
  readonly status: 'unknown' | 'maintenance';
  readonly icon: LucideIcon;
  readonly children: ReactNode;
  /** A button after the text. */
  readonly action?: ReactNode;
}

/** One line above a view, about all that it shows. */
export function Banner({ label, status, icon: Icon, children, action }: BannerProps) {
  return (
    <aside className={clsx(css.banner, css[status])} aria-label={label}>
      <Icon size={15} aria-hidden />
      <p className={css.text}>{children}</p>
      {action}
    </aside>
  );
}

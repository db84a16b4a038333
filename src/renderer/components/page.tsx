import { clsx } from 'clsx';
import { useId, type ReactNode } from 'react';
import { noteClickedFocus } from './clicked-focus.ts';
import css from './page.module.css';

export interface PageProps {
  readonly title: ReactNode;
  /** Left of the title, for example a back button. */
  readonly before?: ReactNode;
  /** Right of the title. */
  readonly actions?: ReactNode;
  /** True: the content scrolls by itself (a virtual list), so the page does not. */
  readonly fixed?: boolean;
  readonly children: ReactNode;
}

/** The frame of a view: a title bar, and the scrolling content below it. */
export function Page({ title, before, actions, fixed = false, children }: PageProps) {
  const titleId = useId();
  return (
    <div className={css.page}>
      <header className={css.header}>
        {before}
        <h1 id={titleId} className={css.title}>
          {title}
        </h1>
        <div className={css.actions}>{actions}</div>
      </header>
      <section
        className={clsx(css.content, fixed && css.fixed)}
        aria-labelledby={titleId}
        // A page without buttons and links can be scrolled by keyboard only when it can have the focus (WCAG 2.1.1).
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={fixed ? undefined : 0}
        ref={noteClickedFocus}
      >
        {children}
      </section>
    </div>
  );
}

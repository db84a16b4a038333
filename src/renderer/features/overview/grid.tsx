/**
 * ARIA's grid pattern (APG) for a virtual list. It consists of divs with roles, because a real table needs all of its rows
 * and lays them out itself. The focus stays on the grid; `aria-activedescendant` names the row that keys act on.
 */
/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/interactive-supports-focus */
import { clsx } from 'clsx';
import type { CSSProperties, HTMLAttributes, ReactNode, Ref } from 'react';
import css from './grid.module.css';

export interface GridProps extends HTMLAttributes<HTMLDivElement> {
  readonly label: string;
  /** The number of rows without the header. */
  readonly rowCount: number;
  /** The DOM id of the row that keys act on. */
  readonly activeRow: string | undefined;
  /** Pixels that the labels of the widest row take; 0: the column has none to show. */
  readonly labelsWidth: number;
  readonly ref: Ref<HTMLDivElement>;
}

export function Grid({ label, rowCount, activeRow, labelsWidth, className, style, ...rest }: GridProps) {
  return (
    <div
      role="grid"
      // The grid is a widget: it takes the focus for all its rows.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className={clsx(css.grid, className)}
      style={{ ...style, '--labels-needed': `${labelsWidth}px` } as CSSProperties}
      aria-label={label}
      aria-rowcount={rowCount + 1}
      aria-multiselectable
      aria-activedescendant={activeRow}
      {...rest}
    />
  );
}

export interface GridBodyProps {
  /** Pixels of all rows, also of those that are not rendered. */
  readonly height: number;
  readonly children: ReactNode;
}

/** The scrolled content, as tall as all rows together. */
export function GridBody({ height, children }: GridBodyProps) {
  return (
    <div role="presentation" className={css.body} style={{ height }}>
      {children}
    </div>
  );
}

export interface GridSectionProps {
  /** Pixels from the top of the body. */
  readonly top: number;
  /** Pixels of its rows. A sticky header scrolls away with the end of its section. */
  readonly height: number;
  readonly children: ReactNode;
}

export function GridSection({ top, height, children }: GridSectionProps) {
  return (
    <div role="rowgroup" className={css.section} style={{ top, height }}>
      {children}
    </div>
  );
}

export interface GridRowProps extends HTMLAttributes<HTMLDivElement> {
  /** From 1; the header is 1. */
  readonly index: number;
}

export function GridRow({ index, className, ...rest }: GridRowProps) {
  return <div role="row" aria-rowindex={index} className={clsx(css.row, className)} {...rest} />;
}

export function GridCell({ className, ...rest }: HTMLAttributes<HTMLDivElement>) {
  return <div role="gridcell" className={clsx(css.cell, className)} {...rest} />;
}

export interface GridHeaderProps {
  readonly className?: string | undefined;
  readonly sort?: 'ascending' | 'descending' | 'none';
  readonly children: ReactNode;
}

export function GridHeader({ sort, className, children }: GridHeaderProps) {
  return (
    <div role="columnheader" aria-sort={sort} className={clsx(css.cell, className)}>
      {children}
    </div>
  );
}

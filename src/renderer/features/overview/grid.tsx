/**
 * ARIA's grid pattern (APG) for a virtual list. Divs with roles, because a real table wants all its rows to be there and
 * lays them out itself. The focus stays on the grid; `aria-activedescendant` tells which row the keys act on.
 */
/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/interactive-supports-focus */
import { clsx } from 'clsx';
import type { HTMLAttributes, ReactNode, Ref } from 'react';
import css from './grid.module.css';

export interface GridProps extends HTMLAttributes<HTMLDivElement> {
  readonly label: string;
  /** Without the header. */
  readonly rowCount: number;
  /** The DOM id of the row that keys act on. */
  readonly activeRow: string | undefined;
  /** Whether the column of labels has any to show. */
  readonly labelled: boolean;
  readonly ref: Ref<HTMLDivElement>;
}

export function Grid({ label, rowCount, activeRow, labelled, className, ...rest }: GridProps) {
  return (
    <div
      role="grid"
      // The grid is a widget: it takes the focus for all its rows.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className={clsx(css.grid, !labelled && css.unlabelled, className)}
      aria-label={label}
      aria-rowcount={rowCount + 1}
      aria-multiselectable
      aria-activedescendant={activeRow}
      {...rest}
    />
  );
}

export function GridBody({ height, ...rest }: HTMLAttributes<HTMLDivElement> & { readonly height: number }) {
  return <div role="rowgroup" className={css.body} style={{ height }} {...rest} />;
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

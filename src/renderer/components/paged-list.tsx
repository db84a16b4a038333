import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { Skeleton } from './spinner.tsx';
import { Trouble } from './trouble.tsx';
import css from './paged-list.module.css';

/** The loading state of a list that is requested in pages, newest first. */
export interface Paging {
  /** False until the first page has arrived. */
  readonly loaded: boolean;
  readonly hasOlder: boolean;
  readonly loading: boolean;
  /** Why the last page could not be loaded. */
  readonly trouble: string | null;
  /** Requests the next older page; does nothing while a request is running. */
  readonly loadOlder: () => void;
}

export interface PagedListProps {
  readonly pages: Paging;
  /** Shown for an empty list. */
  readonly none: ReactNode;
  /** The list; null: it is empty or not loaded yet. */
  readonly children: ReactNode;
}

/** A list in the side panel, with a button for its older items. */
export function PagedList({ pages, none, children }: PagedListProps) {
  const { loaded, hasOlder, loading, trouble, loadOlder } = pages;
  return (
    <>
      <Trouble>{trouble}</Trouble>
      {children ?? (loaded ? <p className={css.none}>{none}</p> : trouble === null ? <Skeleton width="60%" /> : null)}
      {hasOlder ? (
        <Button size="sm" busy={loading} onClick={loadOlder}>
          Load older
        </Button>
      ) : null}
    </>
  );
}

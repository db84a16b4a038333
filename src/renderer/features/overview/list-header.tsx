import { ArrowDown, ArrowUp } from 'lucide-react';
import { formatCounted } from '../../format.ts';
import css from './endpoint-list.module.css';
import { GridHeader, GridRow } from './grid.tsx';
import { pointerLeft } from './list-hold.ts';
import type { SortKey } from './list-order.ts';
import { setListState, type ListState } from './list-state.ts';

export interface ListHeaderProps {
  readonly state: ListState;
  /** The number of changes that the held order does not show yet. */
  readonly changes: number;
}

/** The column headers: a click sorts, a second click reverses the order. */
export function ListHeader({ state, changes }: ListHeaderProps) {
  const sorted = (key: SortKey) => (state.sort !== key ? 'none' : state.descending ? 'descending' : 'ascending');
  const sortBy = (key: SortKey) => setListState({ sort: key, descending: state.sort === key && !state.descending });
  const sortButton = (key: SortKey, label: string) => (
    <button type="button" className={css.sort} onClick={() => sortBy(key)}>
      {label}
      {state.sort !== key ? null : state.descending ? (
        <ArrowDown size={12} aria-hidden />
      ) : (
        <ArrowUp size={12} aria-hidden />
      )}
    </button>
  );
  const column = (key: SortKey, label: string) => (
    <GridHeader sort={sorted(key)} className={css.right}>
      {sortButton(key, label)}
    </GridHeader>
  );
  return (
    <GridRow index={1} className={css.header}>
      <GridHeader>
        <span className="sr-only">Selected</span>
      </GridHeader>
      <GridHeader sort={sorted('status')}>
        <button type="button" className={css.sort} title="Sort by status" onClick={() => sortBy('status')}>
          <span className="sr-only">Status</span>
          {state.sort === 'status' && state.descending ? (
            <ArrowDown size={12} aria-hidden />
          ) : (
            <ArrowUp size={12} aria-hidden data-off={state.sort !== 'status' || undefined} />
          )}
        </button>
      </GridHeader>
      <GridHeader sort={sorted('name')} className={css.nameHeader}>
        {sortButton('name', 'Name')}
        {changes === 0 ? null : <Reorder changes={changes} />}
      </GridHeader>
      <GridHeader className={css.folding}>Tags</GridHeader>
      {column('latency', 'Latency')}
      <GridHeader className={css.folding}>Trend</GridHeader>
      <GridHeader className={css.right}>Last checks</GridHeader>
      {column('uptime', 'Uptime 24 h')}
      {column('since', 'Since')}
      {column('next', 'Next')}
      <GridHeader>
        <span className="sr-only">Actions</span>
      </GridHeader>
    </GridRow>
  );
}

function Reorder({ changes }: { readonly changes: number }) {
  const text = formatCounted(changes, 'change');
  return (
    <button
      type="button"
      className={css.reorder}
      aria-label={`${text}: reorder`}
      title="Rows keep their places while the pointer or a menu is on the list"
      onClick={pointerLeft}
    >
      {text}
      <span className={css.reorderWord}>: reorder</span>
    </button>
  );
}

import { ArrowDown, ArrowUp } from 'lucide-react';
import css from './endpoint-list.module.css';
import { GridHeader, GridRow } from './grid.tsx';
import type { SortKey } from './list-model.ts';
import { setListState, type ListState } from './list-state.ts';

/** The column heads; a click sorts, a second one turns the order round. */
export function ListHeader({ state }: { readonly state: ListState }) {
  const sorted = (key: SortKey) => (state.sort !== key ? 'none' : state.descending ? 'descending' : 'ascending');
  const column = (key: SortKey, label: string, className?: string) => (
    <GridHeader sort={sorted(key)} className={className}>
      <button
        type="button"
        className={css.sort}
        onClick={(event) => {
          event.stopPropagation();
          setListState({ sort: key, descending: state.sort === key && !state.descending });
        }}
      >
        {label}
        {state.sort !== key ? null : state.descending ? (
          <ArrowDown size={12} aria-hidden />
        ) : (
          <ArrowUp size={12} aria-hidden />
        )}
      </button>
    </GridHeader>
  );
  return (
    <GridRow index={1} className={css.header}>
      <GridHeader>
        <span className="sr-only">Selected</span>
      </GridHeader>
      <GridHeader sort={sorted('status')}>
        <button
          type="button"
          className={css.sort}
          title="Sort by status"
          onClick={() => setListState({ sort: 'status', descending: state.sort === 'status' && !state.descending })}
        >
          <span className="sr-only">Status</span>
          {state.sort === 'status' && state.descending ? (
            <ArrowDown size={12} aria-hidden />
          ) : (
            <ArrowUp size={12} aria-hidden data-off={state.sort !== 'status' || undefined} />
          )}
        </button>
      </GridHeader>
      {column('name', 'Name')}
      <GridHeader className={css.folding}>Tags</GridHeader>
      {column('latency', 'Latency', css.right)}
      <GridHeader className={css.folding}>Trend</GridHeader>
      <GridHeader className={css.right}>Last checks</GridHeader>
      {column('uptime', 'Uptime 24 h', css.right)}
      {column('next', 'Next', css.right)}
      <GridHeader>
        <span className="sr-only">Actions</span>
      </GridHeader>
    </GridRow>
  );
}

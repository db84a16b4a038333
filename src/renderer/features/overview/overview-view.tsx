import { Keyboard, ListFilter, Plus, Search, X } from 'lucide-react';
import { useEffect, useMemo, useRef, type KeyboardEvent } from 'react';
import { Button, IconButton } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { TextInput } from '../../components/field.tsx';
import { Page } from '../../components/page.tsx';
import { useAllEndpoints, useEndpointIds } from '../../live/hooks.ts';
import { keysOpen } from '../../navigation/keys-open.ts';
import { openEndpointDialog } from '../../navigation/open-endpoint-dialog.ts';
import { BulkBar } from './bulk-bar.tsx';
import { DemoBar } from './demo-bar.tsx';
import { EmptyOverview } from './empty-overview.tsx';
import { EndpointList, type ListHandle } from './endpoint-list.tsx';
import { FilterBar } from './filter-bar.tsx';
import { isHeld, listHold } from './list-hold.ts';
import { NO_FILTERS, getListState, isFiltered, setListState, useListState } from './list-state.ts';
import css from './overview.module.css';
import { rememberOrder } from '../../navigation/list-order.ts';
import { prune } from './selection.ts';
import { useEndpointCommands } from './use-endpoint-commands.ts';
import { useListKeys } from './use-list-keys.ts';
import { useListRows } from './use-list-rows.ts';

export function OverviewView() {
  const ids = useEndpointIds();
  useEffect(() => {
    const existing = new Set(ids);
    const { selection } = getListState();
    const pruned = prune(selection, (id) => existing.has(id));
    if (pruned !== selection) setListState({ selection: pruned });
  }, [ids]);
  return ids.length === 0 ? <EmptyOverview /> : <FilledOverview />;
}

function FilledOverview() {
  const state = useListState();
  const list = useListRows(state, isHeld(listHold.use()));
  const endpoints = useAllEndpoints();
  const filter = useRef<HTMLInputElement>(null);
  const grid = useRef<ListHandle>(null);
  const { selection } = state;
  const focusFilter = () => filter.current?.focus();
  useListKeys({ list, active: state.active, grid, commands: useEndpointCommands(), onFilter: focusFilter });

  useEffect(() => rememberOrder(list.ids), [list.ids]);
  const hidden = useMemo(() => {
    const shown = new Set(list.ids);
    return [...selection.ids].filter((id) => !shown.has(id)).length;
  }, [list.ids, selection]);

  const onFilterKey = (event: KeyboardEvent<HTMLInputElement>) => {
    const { key } = event;
    if (key === 'Escape' && isFiltered(state)) setListState(state.text === '' ? NO_FILTERS : { text: '' });
    else if (key === 'Escape' || key === 'Enter' || key === 'ArrowDown') grid.current?.focus();
    else return;
    event.preventDefault();
  };
  return (
    <Page
      fixed
      title="Overview"
      actions={
        <>
          <div className={css.filter}>
            <Search size={14} aria-hidden />
            <TextInput
              ref={filter}
              type="search"
              aria-label="Filter"
              aria-keyshortcuts="/"
              placeholder="Filter, or tag: status: kind:"
              title='Words from the name, target, group or tags. Or tag:prod, status:down, kind:http, group:"Web shop"'
              value={state.text}
              onChange={(event) => setListState({ text: event.target.value })}
              onKeyDown={onFilterKey}
            />
          </div>
          <IconButton icon={Keyboard} label="Keyboard shortcuts" shortcut="?" onClick={() => keysOpen.set(true)} />
          <Button variant="primary" icon={Plus} onClick={() => openEndpointDialog({ mode: 'add' })}>
            Add
          </Button>
        </>
      }
    >
      <DemoBar />
      {selection.ids.size > 0 ? (
        <BulkBar ids={[...selection.ids]} total={endpoints.size} hidden={hidden} />
      ) : (
        <FilterBar list={list} state={state} />
      )}
      {list.rows.length === 0 && isFiltered(state) ? (
        <EmptyState
          icon={ListFilter}
          title="No matches"
          action={
            <Button icon={X} onClick={() => setListState(NO_FILTERS)}>
              Clear filters
            </Button>
          }
        >
          None of the {endpoints.size} endpoints matches the filters.
        </EmptyState>
      ) : (
        <EndpointList ref={grid} list={list} state={state} />
      )}
    </Page>
  );
}

import { Keyboard, ListFilter, Plus, Search, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useAllEndpoints, useEndpointIds } from '../../live/hooks.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { TextInput } from '../../components/field.tsx';
import { Page } from '../../components/page.tsx';
import { openEndpointDialog } from '../../navigation/open-endpoint-dialog.ts';
import { keysOpen } from '../../navigation/keys-open.ts';
import { BulkBar } from './bulk-bar.tsx';
import { EmptyOverview } from './empty-overview.tsx';
import { EndpointList } from './endpoint-list.tsx';
import { FilterBar } from './filter-bar.tsx';
import { setListState, useListState } from './list-state.ts';
import css from './overview.module.css';
import { prune } from './selection.ts';
import { useListRows } from './use-list-rows.ts';

export function OverviewView() {
  return useEndpointIds().length === 0 ? <EmptyOverview /> : <FilledOverview />;
}

function FilledOverview() {
  const state = useListState();
  const list = useListRows(state);
  const endpoints = useAllEndpoints();
  const filter = useRef<HTMLInputElement>(null);
  const filtered = state.text !== '' || state.statuses.size > 0 || state.group !== null;

  useEffect(() => {
    const selection = prune(state.selection, (id) => endpoints.has(id));
    if (selection !== state.selection) setListState({ selection });
  }, [endpoints, state.selection]);

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
              placeholder="Filter by name, target, group, tag"
              value={state.text}
              onChange={(event) => setListState({ text: event.target.value })}
              onKeyDown={(event) => {
                if (event.key === 'Escape') {
                  if (state.text === '') event.currentTarget.blur();
                  else setListState({ text: '' });
                } else if (event.key === 'Enter' || event.key === 'ArrowDown') {
                  event.preventDefault();
                  event.currentTarget.blur();
                  setListState({ active: list.rows.find((row) => row.type === 'endpoint')?.key ?? null });
                }
              }}
            />
          </div>
          <IconButton icon={Keyboard} label="Keys" shortcut="?" onClick={() => keysOpen.set(true)} />
          <Button variant="primary" icon={Plus} onClick={() => openEndpointDialog({ mode: 'add' })}>
            Add
          </Button>
        </>
      }
    >
      {state.selection.ids.size > 0 ? (
        <BulkBar ids={[...state.selection.ids]} total={endpoints.size} />
      ) : (
        <FilterBar list={list} state={state} />
      )}
      {list.rows.length === 0 && filtered ? (
        <EmptyState
          icon={ListFilter}
          title="Nothing matches"
          action={
            <Button icon={X} onClick={() => setListState({ text: '', statuses: new Set(), group: null })}>
              Clear the filters
            </Button>
          }
        >
          None of the {endpoints.size} endpoints fits all the filters.
        </EmptyState>
      ) : (
        <EndpointList list={list} state={state} onFilter={() => filter.current?.focus()} />
      )}
    </Page>
  );
}

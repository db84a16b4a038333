import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useId, useRef, type RefObject } from 'react';
import { ContextMenu } from '../../components/menu.tsx';
import { CheckHoverCard } from './check-bar.tsx';
import css from './endpoint-list.module.css';
import { EndpointRow } from './endpoint-row.tsx';
import { Grid, GridBody } from './grid.tsx';
import { GroupRow } from './group-row.tsx';
import { onListClick } from './list-clicks.ts';
import { ListHeader } from './list-header.tsx';
import type { ListRow, ListRows } from './list-model.ts';
import { listScroll, setListState, type ListState } from './list-state.ts';
import { useEndpointCommands } from './use-endpoint-commands.ts';
import { useListKeys } from './use-list-keys.ts';
import { useRowMenu } from './use-row-menu.ts';

const HEADER_HEIGHT = 30;
const ROW_HEIGHT = 46;
const GROUP_HEIGHT = 34;

export interface EndpointListProps {
  readonly list: ListRows;
  readonly state: ListState;
  readonly onFilter: () => void;
}

export function EndpointList({ list, state, onFilter }: EndpointListProps) {
  const { rows, ids } = list;
  const prefix = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const commands = useEndpointCommands();
  const virtual = useVirtualRows(rows, scroller);
  const activeIndex = rows.findIndex((row) => row.key === state.active);
  const activate = useCallback(
    (index: number) => {
      const row = rows[index];
      if (row === undefined) return;
      setListState({ active: row.key });
      virtual.scrollToIndex(index);
    },
    [rows, virtual],
  );
  useListKeys({ list, activeIndex, activate, commands, scroller, rowHeight: ROW_HEIGHT, onFilter });

  const entries = useRowMenu(commands);

  return (
    <>
      <ContextMenu entries={entries}>
        <Grid
          ref={scroller}
          label="Endpoints"
          className={css.list}
          rowCount={rows.length}
          labelled={list.labelled}
          activeRow={activeIndex === -1 ? undefined : `${prefix}${activeIndex}`}
          onScroll={(event) => {
            listScroll.top = event.currentTarget.scrollTop;
          }}
          onClick={(event) => onListClick(event, ids)}
          onContextMenu={(event) => {
            const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-id]') : null;
            if (row?.dataset['id'] !== undefined) setListState({ active: row.dataset['id'] });
            // Over a header there is nothing to act on, unless the menu key asks for the active row.
            else if (event.target !== event.currentTarget || activeIndex === -1) event.preventDefault();
          }}
        >
          <ListHeader state={state} />
          <GridBody height={virtual.getTotalSize()}>
            {virtual.getVirtualItems().map((item) => {
              const row = rows[item.index];
              if (row === undefined) return null;
              const shared = {
                domId: `${prefix}${item.index}`,
                index: item.index + 2,
                active: item.index === activeIndex,
                top: item.start - HEADER_HEIGHT,
              };
              return row.type === 'group' ? (
                <GroupRow key={row.key} row={row} {...shared} />
              ) : (
                <EndpointRow
                  key={row.key}
                  id={row.id}
                  selected={state.selection.ids.has(row.id)}
                  showGroup={!state.grouped}
                  {...shared}
                />
              );
            })}
          </GridBody>
        </Grid>
      </ContextMenu>
      <CheckHoverCard />
    </>
  );
}

/** Only the rows in sight are drawn. */
function useVirtualRows(rows: readonly ListRow[], scroller: RefObject<HTMLDivElement | null>) {
  // The rule is for React Compiler, which this page does not use.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.type === 'group' ? GROUP_HEIGHT : ROW_HEIGHT),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 6,
    scrollMargin: HEADER_HEIGHT,
    scrollPaddingStart: HEADER_HEIGHT,
    initialOffset: listScroll.top,
    // What is drawn after a scroll may wait for the next frame; a flush in the middle of it stutters.
    useFlushSync: false,
  });
  // Sizes are remembered by row: a new order with other rows at the same places needs them afresh.
  useEffect(() => virtual.measure(), [virtual, rows]);
  return virtual;
}

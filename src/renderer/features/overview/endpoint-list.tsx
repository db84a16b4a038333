import { useCallback, useEffect, useId, useImperativeHandle, useRef, type MouseEvent, type Ref } from 'react';
import { ContextMenu } from '../../components/menu.tsx';
import { useSettings, useSources } from '../../live/hooks.ts';
import { CheckHoverCard } from './check-hover.tsx';
import css from './endpoint-list.module.css';
import { EndpointRow } from './endpoint-row.tsx';
import { Grid, GridBody, GridSection } from './grid.tsx';
import { GroupRow } from './group-row.tsx';
import { onListClick } from './list-clicks.ts';
import { ListHeader } from './list-header.tsx';
import { menuClosed, menuOpened, pointerLeft, pointerMoved, release } from './list-hold.ts';
import { groupName } from './group-name.ts';
import { listScroll, setListState, type ListState } from './list-state.ts';
import { useEndpointCommands } from './use-endpoint-commands.ts';
import type { ShownList } from './use-list-rows.ts';
import { useRowMenu } from './use-row-menu.ts';
import { useScrollAnchor } from './use-scroll-anchor.ts';
import { ROW_HEIGHTS, useVirtualSections, type PlacedRow } from './virtual-sections.ts';

export interface ListHandle {
  /** Gives the list the focus and makes its first endpoint the active row, unless another row is. */
  focus(): void;
  /** Makes the row at this index active and scrolls to it. */
  activate(index: number): void;
  /** How many rows one page key moves by. */
  pageRows(): number;
}

export interface EndpointListProps {
  readonly list: ShownList;
  readonly state: ListState;
  readonly ref: Ref<ListHandle>;
}

export function EndpointList({ list, state, ref }: EndpointListProps) {
  const { rows, ids, summaries } = list;
  const prefix = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const commands = useEndpointCommands();
  const sources = useSources();
  const heights = ROW_HEIGHTS[useSettings().density];
  const { virtual, layout, sections } = useVirtualSections(rows, heights, scroller);
  useScrollAnchor({ rows, layout }, scroller, list.view);
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
  const menu = useRowMenu(commands, list);
  useImperativeHandle(ref, () => ({
    focus() {
      scroller.current?.focus();
      if (activeIndex === -1) activate(rows.findIndex((row) => row.type === 'endpoint'));
    },
    activate,
    pageRows: () => Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / heights.row) - 2),
  }));
  useEffect(() => release, []);

  const headerOf = (placed: PlacedRow | null) => {
    const row = placed?.row;
    const summary = row?.type === 'group' ? summaries.get(row.group) : undefined;
    if (placed === null || row?.type !== 'group' || summary === undefined) return null;
    return (
      <GroupRow
        row={row}
        name={groupName(row.by, row.group, sources)}
        source={row.by === 'source' ? sources.find(({ id }) => id === row.group) : undefined}
        summary={summary}
        {...shared(placed)}
      />
    );
  };
  const shared = ({ row, index }: PlacedRow) => ({
    domId: `${prefix}${index}`,
    index: index + 2,
    active: row.key === state.active,
  });
  return (
    <>
      <ContextMenu {...menu} onOpenChange={(open) => (open ? menuOpened() : menuClosed(scroller.current))}>
        <Grid
          ref={scroller}
          label="Endpoints"
          className={css.list}
          rowCount={rows.length}
          labelsWidth={list.labelsWidth}
          activeRow={activeIndex === -1 ? undefined : `${prefix}${activeIndex}`}
          onScroll={(event) => {
            listScroll.top = event.currentTarget.scrollTop;
          }}
          onPointerMove={(event) => pointerMoved(event.clientX, event.clientY)}
          onPointerLeave={pointerLeft}
          onClick={(event) => onListClick(event, ids)}
          onContextMenu={(event) => activateUnder(event, activeIndex !== -1)}
        >
          <ListHeader state={state} changes={list.changes} />
          <GridBody height={layout.height}>
            {sections.map(({ key, top, height, header, rows: placed }) => (
              <GridSection key={key} top={top} height={height}>
                {headerOf(header)}
                {placed.map((one) =>
                  one.row.type === 'group' ? null : (
                    <EndpointRow
                      key={one.row.key}
                      id={one.row.id}
                      selected={state.selection.ids.has(one.row.id)}
                      showGroup={list.groupBy !== 'group'}
                      showSource={list.groupBy !== 'source'}
                      top={one.top}
                      {...shared(one)}
                    />
                  ),
                )}
              </GridSection>
            ))}
          </GridBody>
        </Grid>
      </ContextMenu>
      <CheckHoverCard />
    </>
  );
}

/** The row under the pointer becomes the active one, which the menu acts on. */
function activateUnder(event: MouseEvent, hasActive: boolean): void {
  const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-id], [data-group]') : null;
  const { id, group: key } = row?.dataset ?? {};
  if (id !== undefined) setListState({ active: id });
  else if (key !== undefined) setListState({ active: key });
  // Elsewhere there is nothing to act on, unless the menu key opens the menu of the active row.
  else if (event.target !== event.currentTarget || !hasActive) event.preventDefault();
}

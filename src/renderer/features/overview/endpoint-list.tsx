import { useVirtualizer } from '@tanstack/react-virtual';
import {
  AppWindow,
  ArrowDown,
  ArrowUp,
  Clock,
  Copy,
  FlaskConical,
  Link2,
  Pause,
  Pencil,
  Play,
  SquareArrowOutUpRight,
  Trash2,
} from 'lucide-react';
import { useCallback, useEffect, useId, useRef, type MouseEvent } from 'react';
import { useLiveStore } from '../../live/hooks.ts';
import { navigate, pathOf } from '../../navigation/route.ts';
import { ContextMenu, type MenuEntry } from '../../components/menu.tsx';
import { toast, toastError } from '../../components/toast.tsx';
import { openEndpointDialog } from '../../navigation/open-endpoint-dialog.ts';
import { CheckHoverCard } from './check-bar.tsx';
import css from './endpoint-list.module.css';
import { EndpointRow } from './endpoint-row.tsx';
import { Grid, GridBody, GridHeader, GridRow } from './grid.tsx';
import { GroupRow } from './group-row.tsx';
import type { ListRows, SortKey } from './list-model.ts';
import { getListState, listScroll, setListState, type ListState } from './list-state.ts';
import { extend, toggle } from './selection.ts';
import { useEndpointCommands } from './use-endpoint-commands.ts';
import { useListKeys } from './use-list-keys.ts';

const HOUR_MS = 3_600_000;
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

  const onClick = (event: MouseEvent) => {
    const target = event.target instanceof Element ? event.target : null;
    const row = target?.closest<HTMLElement>('[data-id], [data-group]');
    if (!row) return;
    const { id, group } = row.dataset;
    if (group !== undefined) {
      setListState({ active: `group ${group}`, collapsed: toggled(getListState().collapsed, group) });
      return;
    }
    if (id === undefined) return;
    const { selection } = getListState();
    const act = target?.closest<HTMLElement>('[data-act]')?.dataset['act'];
    setListState({ active: id });
    if (act === 'menu') openMenuAt(event);
    else if (event.shiftKey) setListState({ selection: extend(selection, ids, id) });
    else if (act === 'select' || event.ctrlKey || event.metaKey) setListState({ selection: toggle(selection, id) });
    else if (target?.closest('a') === null) navigate(pathOf({ name: 'endpoint', id }));
    // A link opens by itself; with a modifier the row was selected instead.
    if (event.shiftKey || event.ctrlKey || event.metaKey) event.preventDefault();
  };

  const store = useLiveStore();
  const entries = useCallback((): readonly MenuEntry[] => {
    const { active, selection } = getListState();
    const endpoint = active === null ? undefined : store.getState()?.endpoints.get(active)?.endpoint;
    if (endpoint === undefined) return [];
    const { id, paused, source, target } = endpoint;
    const many = selection.ids.has(id) && selection.ids.size > 1;
    const those = many ? [...selection.ids] : [id];
    const all = many ? ` ${those.length}` : '';
    return [
      {
        label: 'Open',
        icon: SquareArrowOutUpRight,
        shortcut: 'Enter',
        onSelect: () => navigate(pathOf({ name: 'endpoint', id })),
      },
      ...(store.getState()?.host.features.includes('windows') === true
        ? [{ label: 'Open in its own window', icon: AppWindow, onSelect: () => void commands.openWindow(id) }]
        : []),
      { label: `Check${all} now`, icon: FlaskConical, shortcut: 'c', onSelect: () => void commands.checkNow(those) },
      {
        label: `${paused ? 'Resume' : 'Pause'}${all}`,
        icon: paused ? Play : Pause,
        shortcut: 'p',
        onSelect: () => void (paused ? commands.resume(those) : commands.pause(those)),
      },
      ...(paused
        ? []
        : [
            {
              label: `Pause${all} for 1 hour`,
              icon: Clock,
              onSelect: () => void commands.pause(those, Date.now() + HOUR_MS),
            },
          ]),
      'separator',
      {
        label: source === 'file' ? 'Edit (in lookout.yaml)' : 'Edit',
        icon: Pencil,
        shortcut: 'e',
        disabled: source === 'file',
        onSelect: () => openEndpointDialog({ mode: 'edit', id }),
      },
      { label: 'Clone', icon: Copy, onSelect: () => openEndpointDialog({ mode: 'clone', id }) },
      { label: 'Copy target', icon: Link2, onSelect: () => void copy(target) },
      'separator',
      {
        label: `Delete${all}`,
        icon: Trash2,
        shortcut: 'Del',
        danger: true,
        disabled: source === 'file' && !many,
        onSelect: () => void commands.remove(those),
      },
    ];
  }, [store, commands]);

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
          onClick={onClick}
          onContextMenu={(event) => {
            const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-id]') : null;
            if (row?.dataset['id'] !== undefined) setListState({ active: row.dataset['id'] });
            // Over a header there is nothing to act on, unless the menu key asks for the active row.
            else if (event.target !== event.currentTarget || activeIndex === -1) event.preventDefault();
          }}
        >
          <Header state={state} />
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

function Header({ state }: { readonly state: ListState }) {
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

function toggled(set: ReadonlySet<string>, value: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(value)) next.add(value);
  return next;
}

/** The row's button opens the same menu as a right click, at the button. */
function openMenuAt(event: MouseEvent): void {
  const button = event.target instanceof Element ? event.target.closest('button') : null;
  const box = button?.getBoundingClientRect();
  if (!button || !box) return;
  button.dispatchEvent(
    new window.MouseEvent('contextmenu', {
      bubbles: true,
      cancelable: true,
      clientX: box.right - 200,
      clientY: box.bottom,
    }),
  );
}

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast({ title: 'Target copied' });
  } catch (error) {
    toastError('Could not copy', error);
  }
}

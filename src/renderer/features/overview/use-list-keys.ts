import { useEffect, useRef, type RefObject } from 'react';
import { navigate, pathOf } from '../../navigation/route.ts';
import { FIRST_WALL } from '../../navigation/wall-choice.ts';
import { openEndpointDialog } from '../../navigation/open-endpoint-dialog.ts';
import type { ListHandle } from './endpoint-list.tsx';
import { isForList, keyAction, mayRepeat, moveFrom, type KeyAction } from './list-keys.ts';
import { toast } from '../../components/toast.tsx';
import { pointerLeft } from './list-hold.ts';
import { NO_FILTERS, getListState, isFiltered, setListState } from './list-state.ts';
import { NO_SELECTION, extend, selectAll, toggle } from './selection.ts';
import type { EndpointCommands } from './use-endpoint-commands.ts';
import type { ShownList } from './use-list-rows.ts';

export interface ListKeysOptions {
  readonly list: ShownList;
  /** The key of the row that keys act on; null: none yet. */
  readonly active: string | null;
  /** Null while no endpoint matches the filters, because then there is no list. */
  readonly grid: RefObject<ListHandle | null>;
  readonly commands: EndpointCommands;
  readonly onFilter: () => void;
}

interface KeyTarget extends ListKeysOptions {
  /** -1: none. */
  readonly activeIndex: number;
  /** The last index of the active row in the list; -1: none. */
  readonly lastIndex: number;
}

/** Handles the overview's keys, wherever the focus is, except where keys have another meaning. */
export function useListKeys(options: ListKeysOptions): void {
  const latest = useRef<KeyTarget>({ ...options, activeIndex: -1, lastIndex: -1 });
  useEffect(() => {
    const activeIndex = options.list.rows.findIndex(({ key }) => key === options.active);
    const lastIndex = activeIndex === -1 && options.active !== null ? latest.current.lastIndex : activeIndex;
    latest.current = { ...options, activeIndex, lastIndex };
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const action = isForList(event) ? keyAction(event) : null;
      if (action === null) return;
      const ignored = event.repeat && !mayRepeat(action);
      if (!ignored && !carryOut(action, latest.current)) return;
      event.preventDefault();
      // A person who uses the keyboard is not pointing at a row, so a resting pointer does not hold the order.
      pointerLeft();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}

/** @returns whether the key was handled; if not, it is left to the browser. */
function carryOut(action: KeyAction, options: KeyTarget): boolean {
  switch (action.type) {
    case 'move':
    case 'page':
    case 'edge':
      return move(action, options);
    case 'edit':
    case 'pause':
    case 'check':
    case 'remove':
      return act(action.type, options);
    case 'collapse':
    case 'expand': {
      const row = options.list.rows[options.activeIndex];
      if (row?.type !== 'group') return false;
      fold(row.key, action.type === 'collapse');
      return true;
    }
    case 'open':
    case 'select':
      return chooseRow(action.type, options);
    case 'selectAll':
      setListState({ selection: selectAll(options.list.ids) });
      return true;
    case 'clear':
      return clear();
    case 'filter':
      options.onFilter();
      return true;
    case 'wall':
      navigate(pathOf({ name: 'wall', choice: FIRST_WALL }));
      return true;
    case 'add':
      openEndpointDialog({ mode: 'add' });
      return true;
    default:
      return action satisfies never;
  }
}

type Move = Extract<KeyAction, { type: 'move' | 'page' | 'edge' }>;

function move(action: Move, target: KeyTarget): boolean {
  const { list, activeIndex, lastIndex, grid } = target;
  const { rows, ids } = list;
  if (grid.current === null || rows.length === 0) return false;
  const step = action.type === 'page' ? grid.current.pageRows() : 1;
  const wanted =
    action.type !== 'edge'
      ? moveFrom(activeIndex, lastIndex, action.by) + action.by * step
      : action.to === 'first'
        ? 0
        : rows.length - 1;
  const index = Math.min(Math.max(wanted, 0), rows.length - 1);
  grid.current.activate(index);
  if (action.type !== 'move' || !action.extend) return true;
  const [from, to] = [rows[activeIndex], rows[index]];
  const { selection } = getListState();
  const begun = selection.anchor === null && from?.type === 'endpoint' ? toggle(selection, from.id) : selection;
  if (to?.type === 'endpoint') setListState({ selection: extend(begun, ids, to.id) });
  return true;
}

function chooseRow(what: 'open' | 'select', { list, activeIndex }: KeyTarget): boolean {
  const row = list.rows[activeIndex];
  if (row === undefined) return false;
  if (row.type === 'group') fold(row.key, !row.collapsed);
  else if (what === 'open') navigate(pathOf({ name: 'endpoint', id: row.id }));
  else setListState({ selection: toggle(getListState().selection, row.id) });
  return true;
}

/** Acts on the selected endpoints; without a selection on the active row, which may be a whole group. */
function act(what: 'edit' | 'pause' | 'check' | 'remove', { list, activeIndex, commands }: KeyTarget): boolean {
  const { selection } = getListState();
  const row = list.rows[activeIndex];
  const active =
    row === undefined
      ? []
      : row.type === 'endpoint'
        ? [row.id]
        : (list.sections.find(({ group }) => group === row.group)?.ids ?? []);
  const targets = selection.ids.size > 0 ? [...selection.ids] : active;
  // A single key must not delete or edit a whole group by mistake; the group's menu can delete it.
  const wholeGroup = selection.ids.size === 0 && row?.type === 'group';
  if (targets.length === 0 || (wholeGroup && (what === 'remove' || what === 'edit'))) return false;
  if (what === 'pause') void commands.togglePause(targets);
  else if (what === 'check') void commands.checkNow(targets);
  else if (what === 'edit') editOne(targets);
  else void commands.remove(targets);
  return true;
}

function editOne(targets: readonly string[]): void {
  const [id, ...others] = targets;
  if (id === undefined) return;
  if (others.length === 0) openEndpointDialog({ mode: 'edit', id });
  else toast({ title: 'Select one endpoint to edit', body: 'Several are selected.', level: 'error' });
}

/** Clears the selection; without one, the filters. */
function clear(): boolean {
  const state = getListState();
  if (state.selection.ids.size > 0) setListState({ selection: NO_SELECTION });
  else if (isFiltered(state)) setListState(state.text === '' ? NO_FILTERS : { text: '' });
  else return false;
  return true;
}

function fold(key: string, collapsed: boolean): void {
  const next = new Set(getListState().collapsed);
  if (collapsed) next.add(key);
  else next.delete(key);
  setListState({ collapsed: next });
}

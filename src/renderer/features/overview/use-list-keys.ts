import { useEffect, useRef, type RefObject } from 'react';
import { navigate, pathOf } from '../../navigation/route.ts';
import { openEndpointDialog } from '../../navigation/open-endpoint-dialog.ts';
import { isForList, keyAction, type KeyAction } from './list-keys.ts';
import type { ListRows } from './list-model.ts';
import { getListState, setListState } from './list-state.ts';
import { NO_SELECTION, extend, selectAll, toggle } from './selection.ts';
import type { EndpointCommands } from './use-endpoint-commands.ts';

export interface ListKeysOptions {
  readonly list: ListRows;
  /** -1: none. */
  readonly activeIndex: number;
  /** Makes the row at this index the active one and brings it into sight. */
  readonly activate: (index: number) => void;
  readonly commands: EndpointCommands;
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly rowHeight: number;
  readonly onFilter: () => void;
}

/** Carries out the overview's keys, wherever the focus is, unless it is where keys have another meaning. */
export function useListKeys(options: ListKeysOptions): void {
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const action = isForList(event) ? keyAction(event) : null;
      if (action !== null && carryOut(action, latest.current)) event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}

/** @returns whether the key did something; if not, the browser may use it. */
function carryOut(action: KeyAction, options: ListKeysOptions): boolean {
  const { list, activeIndex, activate, commands, onFilter } = options;
  const { rows, ids } = list;
  const { selection, text } = getListState();
  const row = rows[activeIndex];
  const id = row?.type === 'endpoint' ? row.id : null;
  const targets = selection.ids.size > 0 ? [...selection.ids] : id === null ? [] : [id];
  const moveTo = (index: number) => activate(Math.min(Math.max(index, 0), rows.length - 1));
  switch (action.type) {
    case 'move': {
      moveTo(activeIndex + action.by);
      if (!action.extend) return true;
      const to = rows[Math.min(Math.max(activeIndex + action.by, 0), rows.length - 1)];
      const from = selection.anchor === null && id !== null ? toggle(selection, id) : selection;
      if (to?.type === 'endpoint') setListState({ selection: extend(from, ids, to.id) });
      return true;
    }
    case 'page': {
      const page = Math.max(1, Math.floor((options.scroller.current?.clientHeight ?? 0) / options.rowHeight) - 2);
      moveTo(activeIndex + action.by * page);
      return true;
    }
    case 'edge':
      moveTo(action.to === 'first' ? 0 : rows.length - 1);
      return true;
    case 'open':
      if (row?.type === 'group') fold(row.group, !row.collapsed);
      else if (id !== null) navigate(pathOf({ name: 'endpoint', id }));
      return row !== undefined;
    case 'select':
      if (row?.type === 'group') fold(row.group, !row.collapsed);
      else if (id !== null) setListState({ selection: toggle(selection, id) });
      return row !== undefined;
    case 'collapse':
    case 'expand':
      if (row?.type !== 'group') return false;
      fold(row.group, action.type === 'collapse');
      return true;
    case 'selectAll':
      setListState({ selection: selectAll(ids) });
      return true;
    case 'clear':
      if (selection.ids.size > 0) setListState({ selection: NO_SELECTION });
      else if (text !== '') setListState({ text: '' });
      else return false;
      return true;
    case 'filter':
      onFilter();
      return true;
    case 'add':
      openEndpointDialog({ mode: 'add' });
      return true;
    case 'edit':
      if (id !== null) openEndpointDialog({ mode: 'edit', id });
      return id !== null;
    case 'pause':
      void commands.togglePause(targets);
      return targets.length > 0;
    case 'check':
      void commands.checkNow(targets);
      return targets.length > 0;
    case 'remove':
      void commands.remove(targets);
      return targets.length > 0;
    default:
      return action satisfies never;
  }
}

function fold(group: string, collapsed: boolean): void {
  const next = new Set(getListState().collapsed);
  if (collapsed) next.add(group);
  else next.delete(group);
  setListState({ collapsed: next });
}

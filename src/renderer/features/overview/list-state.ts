/** The filters, order and scroll position of the overview. They are kept while other views are shown. */
import { useSyncExternalStore } from 'react';
import type { OrderOptions } from './list-order.ts';
import { NO_SELECTION, type Selection } from './selection.ts';

export interface ListState extends OrderOptions {
  /** The keys of headers whose endpoints are not shown. See `groupKey`. */
  readonly collapsed: ReadonlySet<string>;
  readonly selection: Selection;
  /** The key of the row that keys act on; null: none yet. */
  readonly active: string | null;
}

export const INITIAL_LIST_STATE: ListState = {
  text: '',
  statuses: new Set(),
  group: null,
  source: null,
  sort: 'status',
  descending: false,
  groupBy: 'group',
  collapsed: new Set(),
  selection: NO_SELECTION,
  active: null,
};

let state = INITIAL_LIST_STATE;
const listeners = new Set<() => void>();

export function getListState(): ListState {
  return state;
}

export function setListState(change: Partial<ListState>): void {
  state = { ...state, ...change };
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useListState(): ListState {
  return useSyncExternalStore(subscribe, getListState);
}

/** Whether some filter hides endpoints. */
export function isFiltered({ text, statuses, group, source = null }: ListState): boolean {
  return text !== '' || statuses.size > 0 || group !== null || source !== null;
}

export const NO_FILTERS = {
  text: '',
  statuses: new Set(),
  group: null,
  source: null,
} as const satisfies Partial<ListState>;

/** In pixels; separate from the state, because no component renders it. */
export const listScroll = { top: 0 };

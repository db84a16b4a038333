/** The filters, order and scroll position of the overview. They are kept while other views are shown. */
import { createSharedValue } from '../../components/shared-value.ts';
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

const state = createSharedValue(INITIAL_LIST_STATE);

export function getListState(): ListState {
  return state.get();
}

export function setListState(change: Partial<ListState>): void {
  state.set({ ...state.get(), ...change });
}

export function useListState(): ListState {
  return state.use();
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

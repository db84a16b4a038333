import { useDeferredValue, useMemo, useState } from 'react';
import type { EndpointView } from '../../../contract/channels/endpoints.ts';
import { useAllEndpoints, useNow } from '../../live/hooks.ts';
import {
  createNameRanks,
  createRowKeeper,
  listRows,
  type ListOptions,
  type ListRows,
  type SortKey,
} from './list-model.ts';

/** Orders that change with every check; rows that jump about cannot be read, so these are renewed only now and then. */
const RESTLESS: ReadonlySet<SortKey> = new Set(['latency', 'uptime', 'next']);
const RESTLESS_MS = 5000;

/** The rows to show, in step with the endpoints; behind the filter by a moment while someone types fast. */
export function useListRows(wanted: ListOptions): ListRows {
  const { text, statuses, group, sort, descending, grouped, collapsed } = wanted;
  // What is passed in holds more (the selection, the active row), and a move of those orders nothing anew.
  const own = useMemo(
    () => ({ text, statuses, group, sort, descending, grouped, collapsed }),
    [text, statuses, group, sort, descending, grouped, collapsed],
  );
  const options = useDeferredValue(own);
  const all = useAllEndpoints();
  const [nameRanks] = useState(createNameRanks);
  const [keepRows] = useState(createRowKeeper);
  const ordered = useCalm(all, RESTLESS.has(options.sort), options);
  return useMemo(() => {
    const rankOf = nameRanks(ordered);
    return keepRows(listRows(ordered, options, rankOf));
  }, [ordered, options, nameRanks, keepRows]);
}

/** The endpoints as of the last tick while the order is restless and neither it nor the set of endpoints changed. */
function useCalm(all: ReadonlyMap<string, EndpointView>, restless: boolean, options: ListOptions) {
  const tick = useNow(RESTLESS_MS);
  const [held, setHeld] = useState({ all, tick, options });
  const stale = !restless || held.tick !== tick || held.options !== options || held.all.size !== all.size;
  if (stale && held.all !== all) setHeld({ all, tick, options });
  return stale ? all : held.all;
}

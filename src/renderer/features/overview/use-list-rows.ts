import { useDeferredValue, useMemo, useState } from 'react';
import type { EndpointView } from '../../../contract/channels/endpoints.ts';
import { useNow, useSources } from '../../live/hooks.ts';
import { useShownEndpoints } from '../../live/sources.ts';
import type { StatusCounts } from '../../live/overall.ts';
import { countChanges, holdOrder, type Held } from './held-order.ts';
import { labelsWidth } from './label-width.ts';
import { orderEndpoints, type GroupBy, type OrderOptions, type Section, type SortKey } from './list-order.ts';
import { createRowKeeper, rowsOf, summarizeGroups, type GroupSummary, type ListRow } from './list-rows.ts';
import type { ListState } from './list-state.ts';
import { createNameRanks } from './name-ranks.ts';

/**
 * Sort keys that change with every check. Rows that jump around cannot be read, so these orders are updated only
 * occasionally.
 */
const RESTLESS: ReadonlySet<SortKey> = new Set(['latency', 'uptime', 'next']);
const RESTLESS_MS = 5000;

export interface ShownList {
  readonly rows: readonly ListRow[];
  readonly sections: readonly Section[];
  /** What the groups of the sections are; null: there are no headers. */
  readonly groupBy: GroupBy | null;
  /** The ids of matching endpoints, including those of collapsed groups, in the shown order. */
  readonly ids: readonly string[];
  /** The counts for the status chips. */
  readonly counts: StatusCounts;
  /** The names of all groups, in order. */
  readonly groups: readonly string[];
  readonly summaries: ReadonlyMap<string, GroupSummary>;
  /** The width of the tags in pixels. */
  readonly labelsWidth: number;
  /** The number of changes that are not shown yet, because the order is held. */
  readonly changes: number;
  /** Another object whenever the filters, the order or the collapsed groups of the shown rows change. */
  readonly view: object;
}

/**
 * The rows to show. They follow the endpoints at once, and the filter with a short delay while a person types fast.
 * @param held rows keep their places until this is false; a change of the options reorders them anyway
 */
export function useListRows(wanted: ListState, held: boolean): ShownList {
  const { text, statuses, group, source = null, sort, descending, collapsed } = wanted;
  const sources = useSources();
  const groupBy = shownGroupBy(wanted.groupBy, sources.length > 1);
  // The state contains more (the selection, the active row), whose changes must not cause sorting.
  const own = useMemo(
    () => ({ text, statuses, group, source, sort, descending, groupBy }),
    [text, statuses, group, source, sort, descending, groupBy],
  );
  const options = useDeferredValue(own);
  const all = useShownEndpoints();
  const [nameRanks] = useState(createNameRanks);
  const [hold] = useState(createHolder);
  const [keepRows] = useState(createRowKeeper);
  const ordered = useCalm(all, RESTLESS.has(options.sort), options);
  const order = useMemo(
    () => orderEndpoints(ordered, options, nameRanks(ordered), sources),
    [ordered, options, nameRanks, sources],
  );
  const { sections, changes } = useMemo(
    () => hold({ next: order.sections, options, all, held }),
    [hold, order, options, all, held],
  );
  const shown = options.groupBy;
  const rows = useMemo(
    () => keepRows(rowsOf(sections, shown ?? 'group', collapsed)),
    [keepRows, sections, shown, collapsed],
  );
  const ids = useMemo(() => sections.flatMap((section) => section.ids), [sections]);
  const summaries = useMemo(() => summarizeGroups(sections, all), [sections, all]);
  const labels = useMemo(() => labelsWidth(all, options.groupBy !== 'group'), [all, options.groupBy]);
  const view = useMemo(() => ({ options, collapsed }), [options, collapsed]);
  const { counts, groups } = order;
  return { rows, sections, groupBy: shown, ids, counts, groups, summaries, labelsWidth: labels, changes, view };
}

/** Headers of sources are of no use when the last other source is removed. */
export function shownGroupBy(groupBy: GroupBy | null, hasSources: boolean): GroupBy | null {
  return groupBy === 'source' && !hasSources ? 'group' : groupBy;
}

interface HolderInput {
  readonly next: readonly Section[];
  readonly options: OrderOptions;
  readonly all: ReadonlyMap<string, EndpointView>;
  readonly held: boolean;
}

/** Remembers the shown order. The same input gives the same answer, however often React calls it. */
function createHolder(): (input: HolderInput) => { readonly sections: readonly Section[]; readonly changes: number } {
  let shown: (Held & { readonly options: OrderOptions }) | null = null;
  return ({ next, options, all, held }) => {
    if (!held || shown === null || shown.options !== options) {
      shown = { sections: next, known: new Set(all.keys()), options };
      return { sections: next, changes: 0 };
    }
    shown = { ...holdOrder(shown, next, (id) => all.has(id)), options };
    return { sections: shown.sections, changes: countChanges(shown.sections, next) };
  };
}

/** The endpoints as of the last tick, while the order is restless and neither it nor the set of endpoints changed. */
function useCalm(all: ReadonlyMap<string, EndpointView>, restless: boolean, options: OrderOptions) {
  const tick = useNow(RESTLESS_MS);
  const [calm, setCalm] = useState({ all, tick, options });
  const stale = !restless || calm.tick !== tick || calm.options !== options || calm.all.size !== all.size;
  if (stale && calm.all !== all) setCalm({ all, tick, options });
  return stale ? all : calm.all;
}

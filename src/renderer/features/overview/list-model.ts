/** Which rows the overview shows and in which order. Pure, and quick enough for 10,000 endpoints twice a second. */
import type { EndpointView } from '../../../contract/channels/endpoints.ts';
import { type Endpoint, STATUSES, type Status } from '../../../contract/model/endpoint.ts';
import { countStatuses, type StatusCounts } from '../../live/overall.ts';
import { STATUS_ORDER } from '../../components/status-order.ts';

export type SortKey = 'status' | 'name' | 'latency' | 'uptime' | 'next';

export interface ListOptions {
  /** Words that must all be in the name, target, group or tags; case does not matter. */
  readonly text: string;
  /** Empty: every status. */
  readonly statuses: ReadonlySet<Status>;
  /** Null: every group; empty: those in no group. */
  readonly group: string | null;
  readonly sort: SortKey;
  readonly descending: boolean;
  /** Rows stand under headers of their groups. */
  readonly grouped: boolean;
  /** Groups of which only the header is shown. */
  readonly collapsed: ReadonlySet<string>;
}

export type ListRow =
  | { readonly type: 'endpoint'; readonly key: string; readonly id: string }
  | {
      readonly type: 'group';
      readonly key: string;
      readonly group: string;
      readonly collapsed: boolean;
      readonly counts: StatusCounts;
    };

export interface ListRows {
  readonly rows: readonly ListRow[];
  /** The endpoints that match, collapsed groups included, in order. */
  readonly ids: readonly string[];
  /** By status, of what matches text and group: what each status chip would show. */
  readonly counts: StatusCounts;
  /** Every group there is, in order; the empty one (no group) is not among them. */
  readonly groups: readonly string[];
  /**
   * Whether any endpoint has a label that its row shows: a tag or, without headers, its group. Of all endpoints, so that
   * columns stay where they are while someone filters.
   */
  readonly labelled: boolean;
}

const SEVERITY = Object.fromEntries(STATUSES.map((status) => [status, STATUS_ORDER.indexOf(status)]));
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** @param rankOf a number for each name that sorts as the name does; see `createNameRanks` */
export function listRows(
  views: ReadonlyMap<string, EndpointView>,
  options: ListOptions,
  rankOf: (endpoint: Endpoint) => number,
): ListRows {
  const groups = new Set<string>();
  const words = options.text.toLowerCase().split(/\s+/).filter(Boolean);
  const candidates: EndpointView[] = [];
  let tagged = false;
  for (const view of views.values()) {
    const { group, tags } = view.endpoint.config;
    tagged ||= tags.length > 0;
    if (group !== '') groups.add(group);
    if (options.group !== null && group !== options.group) continue;
    if (words.length > 0 && !matches(view.endpoint, words)) continue;
    candidates.push(view);
  }
  const matching =
    options.statuses.size === 0 ? candidates : candidates.filter((view) => options.statuses.has(view.state.status));
  const sorted = sortViews(matching, options, rankOf);
  const names = [...groups].sort(collator.compare);
  const counts = countStatuses(candidates);
  if (!options.grouped || names.length === 0) {
    const ids = sorted.map((view) => view.endpoint.id);
    const flat: ListRow[] = ids.map((id) => ({ type: 'endpoint', key: id, id }));
    return { rows: flat, ids, counts, groups: names, labelled: tagged || names.length > 0 };
  }
  const rows: ListRow[] = [];
  const ids: string[] = [];
  const byGroup = Map.groupBy(sorted, (view) => view.endpoint.config.group);
  for (const group of [...names, '']) {
    const members = byGroup.get(group);
    if (members === undefined) continue;
    const collapsed = options.collapsed.has(group);
    rows.push({ type: 'group', key: `group ${group}`, group, collapsed, counts: countStatuses(members) });
    for (const { endpoint } of members) {
      ids.push(endpoint.id);
      if (!collapsed) rows.push({ type: 'endpoint', key: endpoint.id, id: endpoint.id });
    }
  }
  return { rows, ids, counts, groups: names, labelled: tagged };
}

function sortViews(
  views: EndpointView[],
  options: ListOptions,
  rankOf: (endpoint: Endpoint) => number,
): EndpointView[] {
  const { sort, descending } = options;
  const keyed = views.map((view) => ({ view, key: sortValue(view, sort), rank: rankOf(view.endpoint) }));
  const sign = descending ? -1 : 1;
  keyed.sort((a, b) => {
    if (sort === 'name') return sign * (a.rank - b.rank);
    // What has no value comes last in either direction.
    if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null) || a.rank - b.rank;
    return sign * (a.key - b.key) || a.rank - b.rank;
  });
  return keyed.map(({ view }) => view);
}

function sortValue({ state }: EndpointView, sort: SortKey): number | null {
  switch (sort) {
    case 'status':
      return SEVERITY[state.status] ?? null;
    case 'latency':
      return state.last === null || state.last.verdict === 'down' || state.last.verdict === 'unknown'
        ? null
        : state.last.durationMs;
    case 'uptime':
      return state.uptime24h;
    case 'next':
      return state.nextAt;
    case 'name':
      return 0;
    default:
      return sort satisfies never;
  }
}

/** Hands back the rows before when the new ones show the same, so that nothing is laid out or rendered for them. */
export function createRowKeeper(): (next: ListRows) => ListRows {
  let kept: readonly ListRow[] = [];
  return (next) => {
    if (next.rows.length !== kept.length || !next.rows.every((row, index) => sameRow(row, kept[index]))) {
      kept = next.rows;
    }
    return { ...next, rows: kept };
  };
}

function sameRow(a: ListRow, b: ListRow | undefined): boolean {
  if (b === undefined || a.key !== b.key) return false;
  if (a.type === 'endpoint' || b.type === 'endpoint') return a.type === b.type;
  return a.collapsed === b.collapsed && STATUSES.every((status) => a.counts[status] === b.counts[status]);
}

/** Lower-case text to search in, made once for each version of an endpoint. */
const haystacks = new WeakMap<Endpoint, string>();

function matches(endpoint: Endpoint, words: readonly string[]): boolean {
  let haystack = haystacks.get(endpoint);
  if (haystack === undefined) {
    const { name, group, tags, kind } = endpoint.config;
    haystack = [name, endpoint.target, group, kind, ...tags].join('\n').toLowerCase();
    haystacks.set(endpoint, haystack);
  }
  return words.every((word) => haystack.includes(word));
}

/**
 * Ranks endpoints by name. Comparing ten thousand names as people read them takes tens of milliseconds, so it is done
 * only after an endpoint came, went or was edited, and sorting compares the ranks.
 */
export function createNameRanks(): (views: ReadonlyMap<string, EndpointView>) => (endpoint: Endpoint) => number {
  let ranked: readonly Endpoint[] = [];
  let ranks = new Map<string, number>();
  return (views) => {
    let index = 0;
    let same = views.size === ranked.length;
    if (same) for (const { endpoint } of views.values()) same &&= ranked[index++] === endpoint;
    if (!same) {
      ranked = [...views.values()].map((view) => view.endpoint);
      const sorted = [...ranked].sort(
        (a, b) => collator.compare(a.config.name, b.config.name) || (a.id < b.id ? -1 : 1),
      );
      ranks = new Map(sorted.map((endpoint, rank) => [endpoint.id, rank]));
    }
    return (endpoint) => ranks.get(endpoint.id) ?? Infinity;
  };
}

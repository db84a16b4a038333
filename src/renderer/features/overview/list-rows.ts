/** The rows of the list, from an order: endpoints, and group headers with their figures. Pure. */
import type { EndpointView } from '../../../contract/channels/endpoints.ts';
import { STATUSES } from '../../../contract/model/endpoint.ts';
import { countStatuses, type StatusCounts } from '../../live/overall.ts';
import type { GroupBy, Section } from './list-order.ts';

export type ListRow = { readonly type: 'endpoint'; readonly key: string; readonly id: string } | GroupHeader;

/** The header of a group or of a source. */
export interface GroupHeader {
  readonly type: 'group';
  readonly key: string;
  readonly by: GroupBy;
  /** The group, or the id of the source; empty: endpoints without a group. */
  readonly group: string;
  readonly collapsed: boolean;
}

/** The figures in the header of a group or of a source. */
export interface GroupSummary {
  readonly counts: StatusCounts;
  /** The mean of the members' uptime of 24 hours, 0 to 1; null: no member has one. */
  readonly uptime24h: number | null;
}

/** The key of a header's row, such as `group Shop` and `source local`. */
export function groupKey(by: GroupBy, group: string): string {
  return `${by} ${group}`;
}

/**
 * @param by what the groups of the sections are
 * @param closed the keys of headers whose endpoints are not shown
 */
export function rowsOf(sections: readonly Section[], by: GroupBy, closed: ReadonlySet<string>): ListRow[] {
  return sections.flatMap(({ group, ids }): ListRow[] => {
    const endpoints = ids.map((id): ListRow => ({ type: 'endpoint', key: id, id }));
    if (group === null) return endpoints;
    const key = groupKey(by, group);
    const collapsed = closed.has(key);
    const header: ListRow = { type: 'group', key, by, group, collapsed };
    return collapsed ? [header] : [header, ...endpoints];
  });
}

/** Returns the previous rows if the new ones show the same, so that React renders nothing. */
export function createRowKeeper(): (next: readonly ListRow[]) => readonly ListRow[] {
  let kept: readonly ListRow[] = [];
  return (next) => {
    if (next.length !== kept.length || !next.every((row, index) => sameRow(row, kept[index]))) kept = next;
    return kept;
  };
}

function sameRow(a: ListRow, b: ListRow | undefined): boolean {
  if (b === undefined || a.key !== b.key || a.type !== b.type) return false;
  return a.type === 'endpoint' || (b.type === 'group' && a.collapsed === b.collapsed);
}

/** The figures of each header, by the group or the id of the source. */
export function summarizeGroups(
  sections: readonly Section[],
  views: ReadonlyMap<string, EndpointView>,
): ReadonlyMap<string, GroupSummary> {
  const summaries = new Map<string, GroupSummary>();
  for (const { group, ids } of sections) {
    if (group === null) continue;
    const members = ids.flatMap((id) => views.get(id) ?? []);
    const known = members.flatMap(({ state }) => state.uptime24h ?? []);
    const uptime24h = known.length === 0 ? null : known.reduce((sum, uptime) => sum + uptime, 0) / known.length;
    summaries.set(group, { counts: countStatuses(members), uptime24h });
  }
  return summaries;
}

/** Whether a header shows the same for both. */
export function sameSummary(a: GroupSummary, b: GroupSummary): boolean {
  return a.uptime24h === b.uptime24h && STATUSES.every((status) => a.counts[status] === b.counts[status]);
}

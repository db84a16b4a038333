/** The rows of the list, from an order: endpoints, and group headers with their figures. Pure. */
import type { EndpointView } from '../../../contract/channels/endpoints.ts';
import { STATUSES } from '../../../contract/model/endpoint.ts';
import { countStatuses, type StatusCounts } from '../../live/overall.ts';
import type { Section } from './list-order.ts';

export type ListRow =
  | { readonly type: 'endpoint'; readonly key: string; readonly id: string }
  | { readonly type: 'group'; readonly key: string; readonly group: string; readonly collapsed: boolean };

/** The figures in the header of a group. */
export interface GroupSummary {
  readonly counts: StatusCounts;
  /** The mean of the members' uptime of 24 hours, 0 to 1; null: no member has one. */
  readonly uptime24h: number | null;
}

export function groupKey(group: string): string {
  return `group ${group}`;
}

/** @param collapsed groups of which only the header is shown */
export function rowsOf(sections: readonly Section[], collapsed: ReadonlySet<string>): ListRow[] {
  return sections.flatMap(({ group, ids }): ListRow[] => {
    const header: ListRow[] =
      group === null ? [] : [{ type: 'group', key: groupKey(group), group, collapsed: collapsed.has(group) }];
    const hidden = group !== null && collapsed.has(group);
    return hidden ? header : header.concat(ids.map((id) => ({ type: 'endpoint', key: id, id })));
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

/** The figures of each group that has a header. */
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

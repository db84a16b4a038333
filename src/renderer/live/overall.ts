/** The overall status in a few words: for the top of the sidebar, the window title, and tests. */
import type { EndpointView } from '../../contract/channels/endpoints.ts';
import { STATUSES, type Status } from '../../contract/model/endpoint.ts';
import { formatCount } from '../format.ts';

export type StatusCounts = Readonly<Record<Status, number>>;

export function countStatuses(views: Iterable<EndpointView>): StatusCounts {
  const counts = Object.fromEntries(STATUSES.map((status) => [status, 0])) as Record<Status, number>;
  for (const view of views) counts[view.state.status]++;
  return counts;
}

/** The most important status, and two or three words: `3 down`, `1 degraded`, `All 42 up`. */
export function overall(counts: StatusCounts): { readonly status: Status; readonly text: string } {
  const active = counts.up + counts.degraded + counts.down + counts.unknown + counts.pending + counts.maintenance;
  if (counts.down > 0) return { status: 'down', text: `${formatCount(counts.down)} down` };
  if (counts.degraded > 0) return { status: 'degraded', text: `${formatCount(counts.degraded)} degraded` };
  if (counts.unknown > 0) return { status: 'unknown', text: `${formatCount(counts.unknown)} unknown` };
  if (active === 0) {
    return counts.paused > 0 ? { status: 'paused', text: 'All paused' } : { status: 'pending', text: 'No endpoints' };
  }
  if (counts.up === 0) return { status: 'pending', text: `${formatCount(counts.pending)} pending` };
  if (counts.up === active) return { status: 'up', text: active === 1 ? '1 up' : `All ${formatCount(active)} up` };
  return { status: 'up', text: `${formatCount(counts.up)} of ${formatCount(active)} up` };
}

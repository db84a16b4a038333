import { RECENT_INCIDENTS } from '../../../contract/channels/snapshot.ts';
import type { CheckResult } from '../../../contract/model/check.ts';
import { RECENT_CHECKS, type RecentChecks } from '../../../contract/model/endpoint.ts';
import type { EndpointId, EpochMs } from '../../../contract/model/units.ts';
import type { StatusSpan } from '../../../contract/model/uptime.ts';
import type { StoredMemory } from '../../verdict/endpoint-memory.ts';
import { DAY_MS, type StoredState } from '../store.ts';
import type { Tables } from './prune.ts';

/** Reads what Lookout needs to continue where it stopped. */
export function loadState(
  { endpoints, results, spans, incidents, changes, presence }: Tables,
  now: EpochMs,
): StoredState {
  const listed = endpoints.listed();
  const recent = new Map<EndpointId, RecentChecks>();
  const last = new Map<EndpointId, CheckResult>();
  const memory = new Map<EndpointId, StoredMemory>();
  const allSpans: StatusSpan[] = [];
  for (const { key, endpoint } of listed) {
    const newest = results.recent(key, endpoint.id, RECENT_CHECKS);
    if (newest !== undefined) {
      recent.set(endpoint.id, newest.recent);
      last.set(endpoint.id, newest.last);
    }
    const remembered = changes.memory(key);
    if (remembered !== null) memory.set(endpoint.id, remembered);
    const ofLastDay = spans.overlapping(key, endpoint.id, now - DAY_MS, Number.MAX_SAFE_INTEGER);
    const lastSpan = spans.last(key, endpoint.id);
    if (lastSpan !== undefined && ofLastDay.at(-1)?.from !== lastSpan.from) allSpans.push(lastSpan);
    allSpans.push(...ofLastDay);
  }
  return {
    endpoints: listed.map(({ endpoint }) => endpoint),
    settings: endpoints.settings(),
    incidents: incidents.current(RECENT_INCIDENTS),
    spans: allSpans.sort((a, b) => a.from - b.from),
    recent,
    last,
    lastPresenceAt: presence.latest(),
    memory,
  };
}

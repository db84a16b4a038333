import type { CheckDetails, CheckSummary } from '../../contract/model/check.ts';
import type { EpochMs } from '../../contract/model/units.ts';
import type { StatusSpan } from '../../contract/model/uptime.ts';
import { RecentRing } from '../../shared/recent-checks.ts';
import type { StoredMemory } from '../verdict/endpoint-memory.ts';
import { pending, type StatusState } from '../verdict/status.ts';

/** What is known about an endpoint when Lookout starts to check it. */
export interface EndpointHistory {
  readonly recent: RecentRing;
  readonly last: CheckSummary | null;
  /** The details of the last check, for kinds that read them again (`signalKey`). Absent: there are none. */
  readonly details?: CheckDetails | null;
  /** Absent: the endpoint remembers nothing of earlier checks. */
  readonly memory?: StoredMemory;
  readonly spans: readonly StatusSpan[];
  readonly statusState: StatusState;
  /** Since when a paused endpoint is paused; null: since now. */
  readonly pausedAt: EpochMs | null;
}

/** The history of a new endpoint. */
export function emptyHistory(now: EpochMs): EndpointHistory {
  return { recent: new RecentRing(), last: null, spans: [], statusState: pending(now), pausedAt: null };
}

import type { StatusHistory } from '../../contract/model/status-history.ts';
import type { EpochMs } from '../../contract/model/units.ts';
import type { Monitor } from '../endpoints/monitor.ts';
import type { Clock } from '../ports.ts';
import type { Presence } from '../store/status-history.ts';
import type { Store } from '../store/store.ts';
import { toleranceOf } from '../verdict/timeline.ts';

export interface StatusHistoryParts {
  readonly clock: Clock;
  readonly store: Pick<Store, 'statusHistory'>;
  /** The current run of Lookout, up to now. */
  readonly running: () => Presence | null;
}

export interface HistoryRange {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly points: number;
}

/** The states and incidents of an endpoint over a range. The future is not included. */
export function statusHistoryOf(
  monitor: Monitor,
  { from, to, points }: HistoryRange,
  { clock, store, running }: StatusHistoryParts,
): Promise<StatusHistory> {
  const { id, createdAt, config } = monitor.endpoint;
  const now = clock.now();
  return store.statusHistory(id, {
    from,
    to: Math.max(from, Math.min(to, now)),
    points,
    since: createdAt,
    tolerance: toleranceOf(config),
    current: monitor.currentSpan({ at: now, mono: clock.mono() }),
    running: running(),
  });
}

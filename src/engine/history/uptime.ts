import type { EndpointId, EpochMs, Ms } from '../../contract/model/units.ts';
import type { RangeUptime, StatusSpan, Uptime } from '../../contract/model/uptime.ts';
import type { Monitor } from '../endpoints/monitor.ts';
import type { Clock } from '../ports.ts';
import type { Store } from '../store/store.ts';
import type { Moment } from '../verdict/status.ts';
import { ratioOf, sumsOf } from '../verdict/uptime.ts';

const DAY_MS = 86_400_000;
const WINDOWS = [
  ['24h', DAY_MS],
  ['7d', 7 * DAY_MS],
  ['30d', 30 * DAY_MS],
] as const satisfies readonly (readonly [Uptime['window'], Ms])[];

/** The uptime of one endpoint over each window that ends now. */
export async function uptimeOf(
  { endpoint }: Pick<Monitor, 'endpoint'>,
  store: Pick<Store, 'uptime'>,
  now: EpochMs,
): Promise<Uptime[]> {
  const shares = await store.uptime(endpoint.id, { from: WINDOWS.map(([, length]) => now - length), to: now });
  return WINDOWS.flatMap(([window], index) => {
    const share = shares[index];
    if (share === undefined) return [];
    const { upMs, downMs, incidents } = share;
    return [{ window, ratio: ratioOf(share), upMs, downMs, watchedMs: upMs + downMs, incidents }];
  });
}

interface Range {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** The uptime of one endpoint over any range; the future is left out. */
export async function rangeUptimeOf(
  monitor: Monitor,
  range: Range,
  { clock, store }: { readonly clock: Clock; readonly store: Pick<Store, 'spans' | 'uptime'> },
): Promise<RangeUptime> {
  const { id: endpointId } = monitor.endpoint;
  const now: Moment = { at: clock.now(), mono: clock.mono() };
  const from = Math.min(range.from, now.at);
  const to = Math.max(from, Math.min(range.to, now.at));
  const [spans, [share]] = await Promise.all([
    spansUntilNow(monitor, { from, to }, store, now),
    store.uptime(endpointId, { from: [from], to }),
  ]);
  return uptimeIn(endpointId, spans, { from, to }, share?.incidents ?? 0);
}

/** The uptime of one endpoint over a range, from its spans. */
export function uptimeIn(
  endpointId: EndpointId,
  spans: readonly StatusSpan[],
  { from, to }: Range,
  incidents: number,
): RangeUptime {
  const sums = sumsOf(spans, from, to);
  const upMs = sums.up + sums.degraded;
  const downMs = sums.down;
  return {
    endpointId,
    from,
    to,
    ratio: ratioOf({ upMs, downMs }),
    coverage: to > from ? (upMs + downMs) / (to - from) : 0,
    upMs,
    downMs,
    unknownMs: sums.unknown,
    pausedMs: sums.paused,
    maintenanceMs: sums.maintenance,
    excludedMs: sums.excluded,
    incidents,
  };
}

/** The spans of an endpoint that overlap a range. The one that is still growing reaches up to now. */
export async function spansUntilNow(
  monitor: Monitor,
  { from, to }: Range,
  store: Pick<Store, 'spans'>,
  now: Moment,
): Promise<readonly StatusSpan[]> {
  const stored = await store.spans(monitor.endpoint.id, { from, to });
  return withGrowing(stored, monitor.currentSpan(now), to);
}

/**
 * Stored spans together with the one that is still growing.
 * @param growing null: there is none
 * @param to the end of the range of the stored spans
 */
export function withGrowing(
  stored: readonly StatusSpan[],
  growing: StatusSpan | null,
  to: EpochMs,
): readonly StatusSpan[] {
  if (growing === null || growing.from > to) return stored;
  return [...stored.filter((span) => span.from !== growing.from), growing];
}

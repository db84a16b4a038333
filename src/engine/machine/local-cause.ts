import { isLocal, type Failure } from '../../contract/model/failure.ts';
import type { OfflineReason } from '../../contract/model/notices.ts';
import type { CheckOutcome } from '../../contract/model/check.ts';
import type { Ms } from '../../contract/model/units.ts';
import { failureOf } from '../base/failure.ts';
import type { Connectivity } from '../ports.ts';
import type { ClockGaps } from './clock-gaps.ts';
import { isThisMachine } from './connectivity.ts';

export interface Suspicion {
  readonly outcome: CheckOutcome;
  /** On the monotonic clock. */
  readonly startedAt: Ms;
  readonly timeout: Ms;
  /** The host that was checked: a name or an address; empty: unknown. */
  readonly host: string;
  /** Whether the failure could also come from a machine without a network; see `isNetworkFailure`. */
  readonly network: boolean;
}

export interface LocalCause {
  /** A `local.…` failure whose `raw` keeps what the check found. */
  readonly failure: Failure;
  /** Why this machine is offline; null: it is not, or that was not asked. */
  readonly offline: OfflineReason | null;
}

/**
 * Finds out whether this machine caused a failure, before it counts against the endpoint. Asks the cheapest question first.
 * @returns null when the failure is the endpoint's
 */
export async function findLocalCause(
  { outcome, startedAt, timeout, host, network }: Suspicion,
  gaps: Pick<ClockGaps, 'worstSince'>,
  connectivity: Connectivity,
): Promise<LocalCause | null> {
  const { failure } = outcome;
  if (failure === null || isLocal(failure.code)) return null;
  const raw = failure.raw === undefined ? failure.code : `${failure.code}: ${failure.raw}`;
  const gap = gaps.worstSince(startedAt);

  if (gap?.kind === 'asleep') return cause(failureOf('local.asleep', {}, { raw }));
  if (failure.code === 'timeout' && gap !== null && gap.ms > Math.min(1000, timeout / 2)) {
    return cause(failureOf('local.late', { lateMs: Math.round(gap.ms) }, { raw }));
  }
  if (!network) return null;
  const reason = await connectivity.whyOffline(host);
  return reason === null ? null : cause(failureOf('local.offline', { reason }, { raw }), reason);
}

/** Whether an answer proves that there is a network: any name may be one of this machine, for example by its hosts file. */
export function isFromOutside(
  host: string,
  { details: { remoteAddress = '' } }: Pick<CheckOutcome, 'details'>,
): boolean {
  return !isThisMachine(host) && !isThisMachine(remoteAddress.replace(/:\d+$/u, ''));
}

function cause(failure: Failure, offline: OfflineReason | null = null): LocalCause {
  return { failure, offline };
}

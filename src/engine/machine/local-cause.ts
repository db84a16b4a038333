import type { Failure } from '../../contract/model/failure.ts';
import type { CheckOutcome } from '../../contract/model/check.ts';
import type { Ms } from '../../contract/model/units.ts';
import type { Connectivity } from '../ports.ts';
import type { ClockGaps } from './clock-gaps.ts';

/** What the system says when this machine, not the network, has nothing left to connect with. */
const EXHAUSTED = /\b(?:EMFILE|ENFILE|ENOBUFS|ENOMEM|EADDRNOTAVAIL)\b/;

export interface Suspicion {
  readonly outcome: CheckOutcome;
  /** On the monotonic clock. */
  readonly startedAt: Ms;
  readonly timeout: Ms;
  /** What was spoken to: a name or an address, empty when unknown. */
  readonly host: string;
  /** Whether a network that this machine does not have would give the failure, too; see `isNetworkFailure`. */
  readonly network: boolean;
}

/**
 * Before a failure is held against an endpoint: is this machine at fault? Asked in the order of what is cheapest to know.
 * @returns a `us.…` failure whose `raw` keeps what was seen, or null when the endpoint's failure stands
 */
export async function findLocalCause(
  { outcome, startedAt, timeout, host, network }: Suspicion,
  gaps: Pick<ClockGaps, 'worstSince'>,
  connectivity: Connectivity,
): Promise<Failure | null> {
  const { failure } = outcome;
  if (failure === null || failure.code.startsWith('us.')) return null;
  const seen = [failure.message, failure.raw].filter((part) => part !== undefined).join(' — ');
  const gap = gaps.worstSince(startedAt);

  if (gap?.kind === 'asleep') {
    return { code: 'us.asleep', message: 'This machine was asleep or its clock was set during the check.', raw: seen };
  }
  if (failure.code === 'timeout' && gap !== null && gap.ms > Math.min(1000, timeout / 2)) {
    const held = Math.round(gap.ms);
    return {
      code: 'us.late',
      message: `This machine was too busy to judge: its event loop came ${held} ms late.`,
      raw: seen,
    };
  }
  if (failure.raw !== undefined && EXHAUSTED.test(failure.raw)) {
    return { code: 'us.exhausted', message: 'This machine has nothing left to open a connection with.', raw: seen };
  }
  if (!network) return null;
  const whyOffline = await connectivity.whyOffline(host);
  return whyOffline === '' ? null : { code: 'us.offline', message: whyOffline, raw: seen };
}

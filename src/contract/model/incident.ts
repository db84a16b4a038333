import type { CheckResult } from './check.ts';
import type { Failure } from './failure.ts';
import type { EndpointId, EpochMs } from './units.ts';

/** A period of `down`. */
export interface Incident {
  readonly id: string;
  readonly endpointId: EndpointId;
  /** The first failed check. */
  readonly startedAt: EpochMs;
  /** The last failed check up to now. */
  readonly lastFailureAt: EpochMs;
  /** The first successful check after it; null: the incident is still open. */
  readonly resolvedAt: EpochMs | null;
  /** The number of failed checks up to now. */
  readonly failures: number;
  readonly cause: Failure;
  /** The complete result of the first failed check. */
  readonly evidence: CheckResult;
}

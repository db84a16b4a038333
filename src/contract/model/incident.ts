import type { CheckResult } from './check.ts';
import type { Failure } from './failure.ts';
import type { EndpointId, EpochMs } from './units.ts';

/** A stretch of `down`. */
export interface Incident {
  readonly id: string;
  readonly endpointId: EndpointId;
  /** The first failed check. */
  readonly startedAt: EpochMs;
  /** The last failed check so far. */
  readonly lastFailureAt: EpochMs;
  /** The first good check after it; null: still open. */
  readonly resolvedAt: EpochMs | null;
  /** Failed checks in it so far. */
  readonly failures: number;
  readonly cause: Failure;
  /** The first failed check, whole. */
  readonly evidence: CheckResult;
}

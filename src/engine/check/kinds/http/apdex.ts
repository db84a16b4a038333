import { isLocal } from '../../../../contract/model/failure.ts';
import type { Ms } from '../../../../contract/model/units.ts';
import type { KindOutcome } from '../../kind.ts';

/**
 * Adds the check's part of the Apdex score (apdex.org): 1 up to the target, 0.5 up to four times the target, otherwise 0. A failed
 * check counts 0, one that this machine could not judge does not count.
 * @param target null: it is not measured
 */
export function withApdex(outcome: KindOutcome, target: Ms | null): KindOutcome {
  const { failure, durationMs, metrics } = outcome;
  if (target === null || (failure !== null && isLocal(failure.code))) return outcome;
  const isFrustrated = failure !== null || durationMs > 4 * target;
  const apdex = isFrustrated ? 0 : durationMs > target ? 0.5 : 1;
  return { ...outcome, metrics: { ...metrics, apdex } };
}

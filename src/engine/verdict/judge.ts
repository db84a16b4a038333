import { isLocal } from '../../contract/model/failure.ts';
import type { CheckOutcome, Verdict } from '../../contract/model/check.ts';
import type { CommonConfig } from '../../contract/model/endpoint.ts';
import type { Ms } from '../../contract/model/units.ts';

/**
 * The verdict on one check. Failures caused by this machine (`local.…`) are `unknown`. A check that is slow, or for which a
 * condition that begins with `warn:` does not hold, is `degraded`.
 */
export function judge(outcome: CheckOutcome, config: Pick<CommonConfig, 'degradedAbove'>): Verdict {
  if (outcome.failure !== null) return isLocal(outcome.failure.code) ? 'unknown' : 'down';
  if (outcome.warning !== undefined || hasWarning(outcome)) return 'degraded';
  return isSlow(outcome.durationMs, config.degradedAbove) ? 'degraded' : 'up';
}

function isSlow(durationMs: Ms, degradedAbove: Ms | null): boolean {
  return degradedAbove !== null && durationMs > degradedAbove;
}

function hasWarning({ details: { conditions = [] } }: CheckOutcome): boolean {
  return conditions.some(({ holds }) => !holds);
}

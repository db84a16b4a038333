/** Since when a condition does not hold, as far as the loaded checks show. Pure. */
import type { CheckResult, CheckSummary } from '../../../contract/model/check.ts';
import type { ConditionResult } from '../../../contract/model/condition.ts';
import type { EpochMs } from '../../../contract/model/units.ts';

export interface BrokenSince {
  /** The time of the first consecutive check for which it did not hold. */
  readonly at: EpochMs;
  /** How many consecutive checks those are. Checks without details count, unless their verdict means that it held. */
  readonly checks: number;
  /** False: it may also have failed for older checks that are not loaded. */
  readonly exact: boolean;
}

/**
 * @param of the condition, which does not hold for the check at `at`
 * @param checks newest first; newer ones than `at` are left out
 * @param complete there are no older checks than these
 */
export function brokenSince(
  of: ConditionResult,
  at: EpochMs,
  checks: readonly (CheckSummary | CheckResult)[],
  complete = false,
): BrokenSince {
  let since: BrokenSince = { at, checks: 1, exact: false };
  let seen = 1;
  for (const check of checks) {
    if (check.at >= at) continue;
    const held = holdsIn(of, check);
    if (held === true) return { ...since, exact: true };
    seen += 1;
    if (held === false) since = { at: check.at, checks: seen, exact: false };
  }
  return { ...since, exact: complete };
}

/** Null: the check does not contain the condition. */
function holdsIn({ condition, severity }: ConditionResult, check: CheckSummary | CheckResult): boolean | null {
  if ('details' in check && check.details.conditions !== undefined) {
    return check.details.conditions.find((one) => one.condition === condition)?.holds ?? true;
  }
  if (check.verdict === 'up') return true;
  return check.verdict === 'degraded' && severity === 'fail' ? true : null;
}

/** Finds why a check is degraded although it did not fail. */
import type { CheckDetails, CheckOutcome } from '../contract/model/check.ts';
import type { ConditionResult } from '../contract/model/condition.ts';
import type { FailureSummary } from '../contract/model/failure.ts';
import type { Params } from '../contract/model/text.ts';

/** The reason that its kind gave, or its first `warn:` condition that does not hold; null: neither, or the check failed. */
export function warningOf({ failure, details }: Pick<CheckOutcome, 'failure' | 'details'>): FailureSummary | null {
  if (failure !== null) return null;
  if (details.warning !== undefined) return details.warning;
  const params = failedConditions(brokenConditions(details));
  return params === null ? null : { code: 'condition.failed', params };
}

/** The conditions of a check that do not hold, in their order. */
export function brokenConditions({ conditions = [] }: Pick<CheckDetails, 'conditions'>): readonly ConditionResult[] {
  return conditions.filter(({ holds }) => !holds);
}

/** The parameters of `condition.failed` for conditions that do not hold; null: there are none. */
export function failedConditions([first, ...others]: readonly ConditionResult[]): Params | null {
  if (first === undefined) return null;
  const { reason = null, source = null, problem = null } = first.obstacle ?? {};
  return { condition: first.shown, reason, source, problem, more: others.length };
}

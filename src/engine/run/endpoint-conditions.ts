/** The conditions of an endpoint, applied to what its kind found. */
import type { CheckOutcome } from '../../contract/model/check.ts';
import type { ConditionResult } from '../../contract/model/condition.ts';
import type { EndpointConfig } from '../../contract/model/endpoint.ts';
import { isLocal, type Failure } from '../../contract/model/failure.ts';
import type { Ms } from '../../contract/model/units.ts';
import { failureOf } from '../base/failure.ts';
import type { CheckKind, KindOutcome } from '../check/kind.ts';
import { compileConditions, type CompiledConditions } from '../conditions/compile.ts';
import { judgeConditions, type JudgeOptions } from '../conditions/judge.ts';
import { loadLibraries } from '../conditions/libraries.ts';
import { placeholderNames } from '../conditions/placeholders.ts';
import { commonValues } from '../../shared/common-placeholders.ts';
import { failedConditions } from '../../shared/warning.ts';

/** Reads the conditions of an endpoint, once, and loads what they need. @throws ConditionError */
export async function loadConditions(
  { placeholders }: Pick<CheckKind, 'placeholders'>,
  { conditions, dialect }: Pick<EndpointConfig, 'conditions' | 'dialect'>,
): Promise<CompiledConditions> {
  await loadLibraries();
  return compileConditions(conditions, dialect, placeholderNames(placeholders));
}

/**
 * Judges the conditions and decides whether the check failed.
 *
 * - A failure of this machine is kept, and no condition is judged.
 * - In Lookout's dialect a failure of the check is kept, except that a condition on `[CONNECTED]` decides about a
 *   connection that could not be made. Otherwise the first condition that does not hold is the failure.
 * - In the dialect of Gatus, only conditions decide. Why there was no answer is the failure if one does not hold.
 *
 * @param now when the check ended, in epoch milliseconds
 * @throws the signal's reason
 */
export async function applyConditions(
  compiled: CompiledConditions,
  outcome: KindOutcome,
  options: JudgeOptions & { readonly now: Ms },
): Promise<CheckOutcome> {
  const { observed = {}, ...found } = outcome;
  const { failure } = found;
  if (failure !== null && isLocal(failure.code)) return found;
  const isGatus = compiled.conditions.dialect === 'gatus';
  const isKept = !isGatus && failure !== null && !(compiled.wanted.has('CONNECTED') && isConnection(failure));
  const hasAnswer = Object.keys(observed).length > 0;
  // The check did not get far enough to say anything about conditions.
  if (isKept && !hasAnswer) return found;
  const results = await judgeConditions(compiled, { ...observed, ...commonValues(found, options.now) }, options);
  const broken = results.filter(({ holds, severity }) => !holds && severity === 'fail');
  return {
    ...found,
    failure: isKept ? failure : failureBy(broken, hasAnswer ? null : failure),
    details: { ...found.details, conditions: results },
  };
}

/** Whether the failure is one of reaching the endpoint. */
function isConnection({ code }: Failure): boolean {
  return code.startsWith('dns.') || code.startsWith('connect.') || code === 'timeout';
}

/** @param before why there was no answer, which says more than a condition; null: there was one */
function failureBy(broken: readonly ConditionResult[], before: Failure | null): Failure | null {
  const params = failedConditions(broken);
  if (params === null) return null;
  return before ?? failureOf('condition.failed', params);
}

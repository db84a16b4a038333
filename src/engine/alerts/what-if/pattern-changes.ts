/** When stored checks showed a pattern. Pure. */
import { VERDICTS } from '../../../contract/model/check.ts';
import type { EpochMs } from '../../../contract/model/units.ts';
import type { CheckColumns } from '../../store/check-columns.ts';
import { PATTERN_CHECKS, showsPattern, type CheckPattern, type PatternCheck } from '../check-pattern.ts';

export interface PatternChange {
  readonly at: EpochMs;
  /** Whether the last checks are as the pattern says, from this check on. */
  readonly shown: boolean;
}

/** The checks after which the last checks began to be as a pattern says, or no longer were, oldest first. */
export function patternChanges(pattern: CheckPattern, checks: CheckColumns): readonly PatternChange[] {
  const changes: PatternChange[] = [];
  const last: PatternCheck[] = [];
  const wanted = pattern.type === 'count' ? pattern.of : pattern.tests.length;
  let shown = false;
  for (const [index, at] of checks.at.entries()) {
    const verdict = VERDICTS[checks.verdict[index] ?? 0] ?? 'unknown';
    // Alerts do not look at an endpoint after a check that this machine could not judge.
    if (verdict === 'unknown') continue;
    const check = { verdict, durationMs: checks.durationMs[index] ?? 0 };
    last.push(check);
    if (last.length > Math.min(wanted, PATTERN_CHECKS)) last.shift();
    if (!shown && !canEnd(pattern, check)) continue;
    const isShown = showsPattern(pattern, last, shown);
    if (isShown !== shown) changes.push({ at, shown: isShown });
    shown = isShown;
  }
  return changes;
}

/** Whether the pattern can begin to show with this check: there are millions of checks, and nearly none of them is the last of one. */
function canEnd(pattern: CheckPattern, check: PatternCheck): boolean {
  if (pattern.type === 'count') return check.verdict === 'down';
  return pattern.tests.at(-1)?.(check) === true;
}

/** Finds when stored checks matched a pattern. Pure. */
import { VERDICTS } from '../../../contract/model/check.ts';
import type { EpochMs } from '../../../contract/model/units.ts';
import type { CheckColumns } from '../../store/check-columns.ts';
import { PATTERN_CHECKS, showsPattern, type CheckPattern, type PatternCheck } from '../check-pattern.ts';

export interface PatternChange {
  readonly at: EpochMs;
  /** Whether the last checks match the pattern, from this check on. */
  readonly shown: boolean;
}

/** The checks at which the last checks began to match a pattern, or no longer matched it, oldest first. */
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

/**
 * Whether a match can begin with this check. Quick, because there can be millions of checks, and nearly none of them
 * completes a match.
 */
function canEnd(pattern: CheckPattern, check: PatternCheck): boolean {
  if (pattern.type === 'count') return check.verdict === 'down';
  return pattern.tests.at(-1)?.(check) === true;
}

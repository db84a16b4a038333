/**
 * Patterns of checks in rules: `3 of 5` failed checks, or the durations of the last checks, such as `<10,<10,>100`.
 * Pure.
 */
import type { Verdict } from '../../contract/model/check.ts';
import type { Ms } from '../../contract/model/units.ts';
import { parseDuration } from '../../shared/duration.ts';

/** What a pattern needs of a check. */
export interface PatternCheck {
  readonly verdict: Verdict;
  readonly durationMs: Ms;
}

type Test = (check: PatternCheck) => boolean;

export type CheckPattern =
  | { readonly type: 'count'; readonly least: number; readonly of: number }
  /** Oldest first. */
  | { readonly type: 'sequence'; readonly tests: readonly Test[] };

/** The most checks that a pattern looks at: the last ones that an endpoint keeps at hand. */
export const PATTERN_CHECKS = 60;

const isFailed: Test = ({ verdict }) => verdict === 'down';

/**
 * - `3 of 5`: at least 3 of the last 5 checks failed.
 * - `<10,<10,>100,>100`: the durations of the last checks, oldest first; in milliseconds, or with a unit, such as
 *   `>1s`. A failed check counts as longer than any duration. `failed` and `ok` look at the verdict, and `*` accepts
 *   any check.
 *
 * The form with a list is that of SmokePing's alerts of type `rtt`
 * (https://oss.oetiker.ch/smokeping/doc/smokeping_config.en.html).
 * @returns null: it is not a pattern
 */
export function parsePattern(text: string): CheckPattern | null {
  const { least = '', of = '' } = /^\s*(?<least>\d{1,2})\s+of\s+(?<of>\d{1,2})\s*$/iu.exec(text)?.groups ?? {};
  if (least !== '') {
    const count = { type: 'count', least: Number(least), of: Number(of) } as const;
    return count.least >= 1 && count.least <= count.of && count.of <= PATTERN_CHECKS ? count : null;
  }
  const tests = text.split(',').map((part) => parseTest(part.trim()));
  const known = tests.filter((test) => test !== null);
  return known.length < tests.length || tests.length > PATTERN_CHECKS ? null : { type: 'sequence', tests: known };
}

function parseTest(text: string): Test | null {
  if (text === '*') return () => true;
  if (text === 'failed') return isFailed;
  if (text === 'ok') return (check) => !isFailed(check);
  const { operator, limit = '' } = /^(?<operator><=?|>=?)\s*(?<limit>.+)$/u.exec(text)?.groups ?? {};
  const ms = /^\d+(?:\.\d+)?$/u.test(limit) ? Number(limit) : parseDuration(limit);
  if (operator === undefined || ms === null) return null;
  const took = (check: PatternCheck): Ms => (isFailed(check) ? Infinity : check.durationMs);
  switch (operator) {
    case '<':
      return (check) => took(check) < ms;
    case '<=':
      return (check) => took(check) <= ms;
    case '>':
      return (check) => took(check) > ms;
    default:
      return (check) => took(check) >= ms;
  }
}

/**
 * Whether the last checks match the pattern. Checks that this machine could not judge do not count.
 * @param checks oldest first
 * @param goesOn the pattern matched before: a sequence lasts as long as each check matches its last part
 */
export function showsPattern(pattern: CheckPattern, checks: readonly PatternCheck[], goesOn: boolean): boolean {
  const judged = checks.filter(({ verdict }) => verdict !== 'unknown');
  if (pattern.type === 'count') return judged.slice(-pattern.of).filter(isFailed).length >= pattern.least;
  const { tests } = pattern;
  const last = judged.slice(goesOn ? -1 : -tests.length);
  const wanted = goesOn ? tests.slice(-1) : tests;
  return last.length === wanted.length && last.every((check, index) => wanted[index]?.(check) === true);
}

/** The dialects of conditions, and their results in a check. */

import type { Json } from './units.ts';

/**
 * `lookout`: Lookout's own language. `gatus`: the one of Gatus, with exactly its meaning; then nothing but the conditions
 * decides whether a check failed.
 */
export const DIALECTS = ['lookout', 'gatus'] as const;

export type Dialect = (typeof DIALECTS)[number];

/** Why a condition could not be judged. Then it does not hold, and neither does its opposite. */
export interface ConditionObstacle {
  /** The part of the condition that has no value, such as `[BODY].id`. */
  readonly source: string;
  /**
   * `missing`: the check has no such value. `notFound`: a path leads nowhere. `notJson`: the body is not JSON. `notNumber`: the
   * value is not a number. `queryFailed`: the query could not be run.
   */
  readonly reason: 'missing' | 'notFound' | 'notJson' | 'notNumber' | 'queryFailed';
  /** The problem of a query that failed. */
  readonly problem?: string;
}

/** One condition of one check. */
export interface ConditionResult {
  /** As written, such as `[STATUS] == 200`. */
  readonly condition: string;
  /**
   * The condition with the values that it found, such as `[STATUS] (500) == 200`. If the condition holds, times, phases
   * and metrics are left out, because the check has them itself.
   */
  readonly shown: string;
  readonly holds: boolean;
  /** `warn`: if it does not hold, the endpoint is degraded, not down. */
  readonly severity: 'fail' | 'warn';
  /** Absent: the condition was judged. */
  readonly obstacle?: ConditionObstacle;
}

/**
 * The values of placeholders by name, in upper case: a text for `BODY`, JSON otherwise. Placeholders without a value
 * are absent.
 */
export type ObservedValues = Readonly<Record<string, Json | undefined>>;

/** The most characters of a value in the answer of `endpoints.test`. */
export const OBSERVED_CHARACTERS = 64 * 1024;

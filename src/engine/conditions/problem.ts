/** What can be wrong with the text of a condition. */
import type { Place } from './syntax.ts';

export type Params = Readonly<Record<string, string | number>>;

export const CONDITION_ERRORS = [
  /** Nothing but white space. */
  'empty',
  /** More than `max` characters. */
  'tooLong',
  /** More than `max` parentheses or `not`s inside each other. */
  'tooDeep',
  /** A value is missing here: a placeholder, a function or a literal. */
  'valueExpected',
  /** A comparison is missing here, such as `==`. */
  'comparisonExpected',
  /** `expected` is missing here, such as `)`. */
  'missing',
  /** There is no placeholder `name`; `nearest` is the one that was probably meant, or empty. */
  'unknownPlaceholder',
  /** `name` needs the name of a part, such as `[HEADER].server`. */
  'partExpected',
  /** Something follows the end of the condition. */
  'endExpected',
  /** `pat(…)` and `any(…)` can be compared with `==` and `!=` only, and stand on one side. */
  'onlyEquality',
  /** `conforms to` follows something other than a whole body or value. */
  'onlyWhole',
  /** There is no placeholder in the comparison, so the outcome is always the same. */
  'constant',
  /** The regular expression does not parse; `reason` says why. */
  'badRegex',
  /** The pattern in `pat(…)` does not parse. */
  'badPattern',
  /** The JSONPath, JSONata or XPath does not parse: `language`, `reason`. */
  'badQuery',
] as const;

export type ConditionErrorCode = (typeof CONDITION_ERRORS)[number];

/** The text is not a condition. */
export class ConditionError extends Error {
  override readonly name = 'ConditionError';
  readonly code: ConditionErrorCode;
  /** Where in the text. */
  readonly place: Place;
  readonly params: Params;

  constructor(code: ConditionErrorCode, place: Place, params: Params = {}) {
    super(`${code} at ${place.from}`);
    this.code = code;
    this.place = place;
    this.params = params;
  }
}

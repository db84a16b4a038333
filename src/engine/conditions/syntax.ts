/** The syntax tree of conditions, as `parse.ts` makes it from text such as `[STATUS] == 200`. */

/** A range of the condition's text: from the first character to the one after the last, counted in UTF-16 units. */
export interface Place {
  readonly from: number;
  readonly to: number;
}

/** One step of a path into JSON: a key of an object, or a position in a list. */
export type PathStep = string | number;

/** The part of a placeholder's value that is looked up. */
export type Query =
  /** `.data[0].id`; no steps: the value itself. For `HEADER`, `PHASE` and `METRIC` the first step is a name. */
  | { readonly language: 'path'; readonly steps: readonly PathStep[] }
  /** `$.items[?@.price > 10].id`, RFC 9535. */
  | { readonly language: 'jsonpath'; readonly text: string }
  /** `{$sum(items.price)}`, JSONata 2; without the braces. */
  | { readonly language: 'jsonata'; readonly text: string }
  /** `//h1/text()`, XPath 3.1. */
  | { readonly language: 'xpath'; readonly text: string }
  /** `conforms to schema.json`: the path of a file with a JSON Schema. The value is true, or what is wrong. */
  | { readonly language: 'schema'; readonly text: string };

export interface Placeholder {
  readonly type: 'placeholder';
  /** Upper case, without brackets: `STATUS`. */
  readonly name: string;
  readonly query: Query;
  /** As written, such as `[BODY].data[0].id`. */
  readonly source: string;
  readonly place: Place;
}

export interface Literal {
  readonly type: 'literal';
  /** Without its quotes. */
  readonly text: string;
  /** A literal in quotes is always text: `"200"` is not a number. */
  readonly quoted: boolean;
  readonly place: Place;
}

export type Operand =
  | Placeholder
  | Literal
  /** `len(…)`: entries of a list, keys of an object, characters of a text. `has(…)`: whether there is a value. */
  | { readonly type: 'len' | 'has'; readonly of: Placeholder; readonly source: string; readonly place: Place }
  /** `pat(…)`: `*` any text, `?` one character, `[a-z]` one of a class. */
  | { readonly type: 'pattern'; readonly glob: string; readonly source: string; readonly place: Place }
  /** `any(…)`, and the list after `in`. */
  | { readonly type: 'any'; readonly options: readonly Literal[]; readonly source: string; readonly place: Place };

export const ORDERINGS = ['<', '<=', '>', '>='] as const;
export type Ordering = (typeof ORDERINGS)[number];

/** Whether a comparison of two numbers holds. */
export function isOrdered<Value extends number | bigint>(ordering: Ordering, low: Value, high: Value): boolean {
  switch (ordering) {
    case '<':
      return low < high;
    case '<=':
      return low <= high;
    case '>':
      return low > high;
    case '>=':
      return low >= high;
  }
}

export const TEXT_TESTS = ['contains', 'starts with', 'ends with'] as const;
export type TextTest = (typeof TEXT_TESTS)[number];

export type Expression =
  | { readonly type: 'and' | 'or'; readonly terms: readonly Expression[] }
  | { readonly type: 'not'; readonly term: Expression }
  | { readonly type: 'equal'; readonly negated: boolean; readonly left: Operand; readonly right: Operand }
  | { readonly type: 'order'; readonly ordering: Ordering; readonly left: Operand; readonly right: Operand }
  | { readonly type: 'text'; readonly test: TextTest; readonly left: Operand; readonly right: Operand }
  /** `matches /regex/flags`, RE2 syntax. */
  | { readonly type: 'matches'; readonly left: Operand; readonly regex: string; readonly flags: string }
  /** Whether the value differs from that of the endpoint's previous check. */
  | { readonly type: 'changed'; readonly of: Placeholder }
  /** An operand alone: whether it is `true`. */
  | { readonly type: 'isTrue'; readonly of: Operand };

/** The status of the endpoint if the condition does not hold: down, or degraded. */
export type Severity = 'fail' | 'warn';

export interface Condition {
  /** As written. */
  readonly text: string;
  readonly severity: Severity;
  readonly expression: Expression;
}

/** Every placeholder in an expression, in the order of the text. */
export function placeholdersOf(expression: Expression): Placeholder[] {
  switch (expression.type) {
    case 'and':
    case 'or':
      return expression.terms.flatMap(placeholdersOf);
    case 'not':
      return placeholdersOf(expression.term);
    case 'matches':
      return placeholdersIn(expression.left);
    case 'changed':
    case 'isTrue':
      return placeholdersIn(expression.of);
    case 'equal':
    case 'order':
    case 'text':
      return [...placeholdersIn(expression.left), ...placeholdersIn(expression.right)];
  }
}

function placeholdersIn(operand: Operand): Placeholder[] {
  if (operand.type === 'placeholder') return [operand];
  return operand.type === 'len' || operand.type === 'has' ? [operand.of] : [];
}

/** Whether a condition holds for what a check saw. Pure: the same condition and observation give the same outcome. */
import type { Json } from '../../contract/model/units.ts';
import { fingerprintOf } from './fingerprint.ts';
import { matchesGlob, parseGlob } from './glob.ts';
import type { Absence, Observation } from './observation.ts';
import { isEqual, literalValue, numberOf, textOf, valueOf } from './operand-value.ts';
import { compileRegex } from './regex.ts';
import { describeExpression } from './describe.ts';
import { MEASURED } from './placeholders.ts';
import { isOrdered } from './syntax.ts';
import type { Condition, Expression, Operand, Ordering, Placeholder, Severity, TextTest } from './syntax.ts';

/** Why a comparison could not be made. It then fails, and so does its opposite. */
export type Obstacle =
  | { readonly source: string; readonly absence: Absence }
  /** An ordering of something that is not a number. */
  | { readonly source: string; readonly absence: { readonly code: 'notNumber' } };

export interface ConditionOutcome {
  readonly holds: boolean;
  readonly severity: Severity;
  /** The condition with the values that it found, such as `[STATUS] (500) == 200`. See `ConditionResult.shown`. */
  readonly shown: string;
  /** What kept the condition from being judged; null: it was judged. */
  readonly obstacle: Obstacle | null;
}

/** Fingerprints of values in the endpoint's previous check, by the placeholder's source; absent: there was none. */
export type Remembered = ReadonlyMap<string, string>;

const NOTHING: ReadonlySet<string> = new Set();

/** @param previous for `changed`; without an entry, nothing has changed */
export function evaluate(
  { expression, severity }: Condition,
  observation: Observation,
  previous: Remembered = new Map(),
): ConditionOutcome {
  const evaluator = new Evaluator(observation, previous);
  const truth = evaluator.truth(expression);
  return {
    holds: truth === true,
    severity,
    // Measured values are in the result anyway. Here they would differ from check to check, and the store could not
    // share the text of a condition that holds.
    shown: describeExpression(expression, observation, truth === true ? MEASURED : NOTHING),
    obstacle: truth === null ? evaluator.obstacle : null,
  };
}

/** Null: it cannot be said. */
type Truth = boolean | null;

class Evaluator {
  readonly #observation: Observation;
  readonly #previous: Remembered;
  /** The first one found. */
  obstacle: Obstacle | null = null;

  constructor(observation: Observation, previous: Remembered) {
    this.#observation = observation;
    this.#previous = previous;
  }

  truth(expression: Expression): Truth {
    switch (expression.type) {
      case 'and':
        return this.#all(expression.terms, false);
      case 'or':
        return this.#all(expression.terms, true);
      case 'not':
        return not(this.truth(expression.term));
      case 'equal': {
        const equal = this.#equal(expression.left, expression.right);
        return expression.negated ? not(equal) : equal;
      }
      case 'order':
        return this.#order(expression.ordering, expression.left, expression.right);
      case 'text':
        return this.#textTest(expression.test, expression.left, expression.right);
      case 'matches': {
        const text = this.#text(expression.left);
        return text === null ? null : (compileRegex(expression.regex, expression.flags).test?.(text) ?? null);
      }
      case 'changed':
        return this.#changed(expression.of);
      case 'isTrue': {
        const value = this.#value(expression.of);
        return value === undefined ? null : value === true || value === 'true';
      }
    }
  }

  /** The conjunction in Kleene's logic; with `decisive` true, the disjunction. */
  #all(terms: readonly Expression[], decisive: boolean): Truth {
    let outcome: Truth = !decisive;
    for (const term of terms) {
      const truth = this.truth(term);
      if (truth === decisive) return decisive;
      if (truth === null) outcome = null;
    }
    return outcome;
  }

  #equal(left: Operand, right: Operand): Truth {
    if (left.type === 'pattern' || left.type === 'any') return this.#equal(right, left);
    if (right.type === 'pattern') {
      const text = this.#text(left);
      const glob = parseGlob(right.glob);
      return text === null || glob === null ? null : matchesGlob(glob, text);
    }
    const value = this.#value(left);
    if (value === undefined) return null;
    if (right.type === 'any') return right.options.some((option) => isEqual(value, left, literalValue(option), option));
    const other = this.#value(right);
    return other === undefined ? null : isEqual(value, left, other, right);
  }

  #order(ordering: Ordering, left: Operand, right: Operand): Truth {
    const [low, high] = [this.#number(left), this.#number(right)];
    return low === null || high === null ? null : isOrdered(ordering, low, high);
  }

  #textTest(test: TextTest, left: Operand, right: Operand): Truth {
    const whole = this.#value(left);
    const part = this.#text(right);
    if (whole === undefined || part === null) return null;
    if (test === 'contains') {
      return Array.isArray(whole)
        ? whole.some((entry: Json) => isEqual(entry, left, this.#value(right) ?? null, right))
        : textOf(whole).includes(part);
    }
    return test === 'starts with' ? textOf(whole).startsWith(part) : textOf(whole).endsWith(part);
  }

  #changed(placeholder: Placeholder): Truth {
    const text = this.#text(placeholder);
    if (text === null) return null;
    const before = this.#previous.get(placeholder.source);
    return before !== undefined && before !== fingerprintOf(text);
  }

  #text(operand: Operand): string | null {
    const value = this.#value(operand);
    return value === undefined ? null : textOf(value);
  }

  #number(operand: Operand): number | null {
    const value = this.#value(operand);
    if (value === undefined) return null;
    const number = numberOf(value, operand);
    if (number === null && this.obstacle === null) {
      this.obstacle = { source: sourceOf(operand), absence: { code: 'notNumber' } };
    }
    return number;
  }

  /** The value of an operand. Undefined: it has none, and `obstacle` says why. */
  #value(operand: Operand): Json | undefined {
    const looked = valueOf(operand, this.#observation);
    if (looked.absence === null) return looked.value;
    this.obstacle ??= { source: sourceOf(operand), absence: looked.absence };
    return undefined;
  }
}

function sourceOf(operand: Operand): string {
  return operand.type === 'literal' ? operand.text : operand.source;
}

function not(truth: Truth): Truth {
  return truth === null ? null : !truth;
}

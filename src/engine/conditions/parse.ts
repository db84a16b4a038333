/**
 * The language of conditions, Lookout's dialect; `gatus.ts` has the other one.
 *
 *     condition  = [ "warn:" ] or
 *     or         = and { "or" and }
 *     and        = not { "and" not }
 *     not        = "not" not | "(" or ")" | comparison
 *     comparison = operand ( "==" | "!=" | "<" | "<=" | ">" | ">=" | "contains" | "starts with" | "ends with" ) operand
 *                | operand [ "not" ] "in" "(" literal { "," literal } ")"
 *                | operand "matches" "/" regex "/" flags
 *                | placeholder "changed"
 *                | placeholder "conforms to" path
 *                | operand
 *     operand    = placeholder | "len(" placeholder ")" | "has(" placeholder ")" | "pat(" glob ")" | "any(" literals ")" | literal
 */
import { compileRegex } from './regex.ts';
import { ConditionError } from './problem.ts';
import { QUERIED, readFilePath, readOperand, readOptions } from './operands.ts';
import { Reader } from './reader.ts';
import {
  ORDERINGS,
  placeholdersOf,
  TEXT_TESTS,
  type Condition,
  type Expression,
  type Operand,
  type Placeholder,
} from './syntax.ts';

/** In characters. */
export const MAX_CONDITION_LENGTH = 2000;
const MAX_DEPTH = 32;

const OR = /(?:or|OR)(?=[\s(["']|$)/uy;
const AND = /(?:and|AND)(?=[\s(["']|$)/uy;
const NOT = /(?:not|NOT)(?=[\s([]|$)/uy;

/**
 * @param names the known placeholders, upper case and without brackets
 * @throws ConditionError when the text is not a condition
 */
export function parseCondition(text: string, names: ReadonlySet<string>): Condition {
  if (text.trim() === '') throw new ConditionError('empty', { from: 0, to: text.length });
  if (text.length > MAX_CONDITION_LENGTH) {
    const place = { from: MAX_CONDITION_LENGTH, to: text.length };
    throw new ConditionError('tooLong', place, { max: MAX_CONDITION_LENGTH });
  }
  const reader = new Reader(text);
  reader.skipSpace();
  const severity = reader.take(/warn\s*:/uy) === null ? 'fail' : 'warn';
  const expression = new ExpressionParser(reader, names).or();
  reader.skipSpace();
  if (!reader.ended) reader.fail('endExpected');
  return { text, severity, expression };
}

class ExpressionParser {
  readonly #reader: Reader;
  readonly #names: ReadonlySet<string>;
  #depth = 0;

  constructor(reader: Reader, names: ReadonlySet<string>) {
    this.#reader = reader;
    this.#names = names;
  }

  or(): Expression {
    return this.#joined('or', OR, () => this.#joined('and', AND, () => this.#not()));
  }

  #joined(type: 'and' | 'or', word: RegExp, term: () => Expression): Expression {
    const first = term();
    const terms = [first];
    this.#reader.skipSpace();
    while (this.#reader.take(word) !== null) {
      terms.push(term());
      this.#reader.skipSpace();
    }
    return terms.length === 1 ? first : { type, terms };
  }

  #not(): Expression {
    const reader = this.#reader;
    reader.skipSpace();
    if (reader.take(NOT) !== null) return this.#nested(() => ({ type: 'not', term: this.#not() }));
    if (reader.take(/\(/uy) === null) return this.#comparison();
    const inner = this.#nested(() => this.or());
    reader.skipSpace();
    reader.expect(/\)/uy, ')');
    return inner;
  }

  #nested(read: () => Expression): Expression {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) this.#reader.fail('tooDeep', { max: MAX_DEPTH });
    const expression = read();
    this.#depth -= 1;
    return expression;
  }

  #comparison(): Expression {
    const from = this.#reader.at;
    const expression = this.#compare(readOperand(this.#reader, this.#names));
    if (placeholdersOf(expression).length === 0) {
      this.#reader.fail('constant', {}, { from, to: this.#reader.at });
    }
    return expression;
  }

  #compare(left: Operand): Expression {
    const reader = this.#reader;
    reader.skipSpace();
    const equality = reader.take(/==|!=/uy)?.[0];
    if (equality !== undefined) {
      return { type: 'equal', negated: equality === '!=', left, right: this.#rightOf(left, true) };
    }
    const sign = reader.take(/<=|>=|<|>/uy)?.[0];
    const ordering = ORDERINGS.find((candidate) => candidate === sign);
    if (ordering !== undefined) return { type: 'order', ordering, left, right: this.#rightOf(left, false) };
    const words = reader.take(/(?:contains|(?:starts|ends)\s+with)(?=[\s["']|$)/uy)?.[0].replace(/\s+/u, ' ');
    const test = TEXT_TESTS.find((candidate) => candidate === words);
    if (test !== undefined) return { type: 'text', test, left, right: this.#rightOf(left, false) };
    const membership = reader.take(/(not\s+)?in(?=[\s(]|$)/uy);
    if (membership !== null) {
      if (left.type === 'pattern' || left.type === 'any') reader.fail('onlyEquality', {}, left.place);
      return { type: 'equal', negated: membership[1] !== undefined, left, right: readOptions(reader) };
    }
    if (reader.take(/matches(?=[\s/]|$)/uy) !== null) return this.#matches(left);
    if (left.type === 'placeholder' && reader.take(/changed(?=[\s)]|$)/uy) !== null) {
      return { type: 'changed', of: left };
    }
    if (left.type === 'placeholder' && reader.take(/conforms\s+to(?=[\s"']|$)/uy) !== null) {
      return this.#conforms(left);
    }
    if (left.type === 'literal' || left.type === 'pattern' || left.type === 'any') {
      return reader.fail('comparisonExpected');
    }
    return { type: 'isTrue', of: left };
  }

  #rightOf(left: Operand, isEquality: boolean): Operand {
    const right = readOperand(this.#reader, this.#names);
    for (const [operand, other] of [
      [left, right],
      [right, left],
    ] as const) {
      if (operand.type !== 'pattern' && operand.type !== 'any') continue;
      if (!isEquality || other.type === 'pattern' || other.type === 'any') {
        this.#reader.fail('onlyEquality', {}, operand.place);
      }
    }
    return right;
  }

  #conforms(left: Placeholder): Expression {
    const reader = this.#reader;
    if (left.query.language !== 'path' || left.query.steps.length > 0 || !QUERIED.has(left.name)) {
      reader.fail('onlyWhole', {}, left.place);
    }
    const file = readFilePath(reader);
    const source = `${left.source} conforms to ${file.quoted ? JSON.stringify(file.text) : file.text}`;
    const query = { language: 'schema', text: file.text } as const;
    return { type: 'isTrue', of: { ...left, query, source, place: { from: left.place.from, to: reader.at } } };
  }

  #matches(left: Operand): Expression {
    const reader = this.#reader;
    reader.skipSpace();
    const from = reader.at;
    const [, regex = '', flags = ''] = reader.expect(/\/((?:[^/\\]|\\.)+)\/([a-z]*)/uy, '/regular expression/');
    const reason = compileRegex(regex, flags).problem;
    if (reason !== null) reader.fail('badRegex', { reason }, { from, to: reader.at });
    return { type: 'matches', left, regex, flags };
  }
}

/** Formats an expression with the values of its placeholders: `[STATUS] (500) == 200`. */
import type { Observation } from './observation.ts';
import { textOf, valueOf } from './operand-value.ts';
import type { Expression, Operand } from './syntax.ts';
import { cut } from '../base/cut.ts';

/** Longer values are cut. */
const SHOWN_CHARACTERS = 100;

/** @param hidden the placeholders whose values are left out */
export function describeExpression(
  expression: Expression,
  observation: Observation,
  hidden: ReadonlySet<string>,
): string {
  const operand = (it: Operand): string => describeOperand(it, observation, hidden);
  switch (expression.type) {
    case 'and':
    case 'or':
      return expression.terms.map((term) => describeTerm(term, observation, hidden)).join(` ${expression.type} `);
    case 'not':
      return `not ${describeTerm(expression.term, observation, hidden)}`;
    case 'equal':
      return `${operand(expression.left)} ${expression.negated ? '!=' : '=='} ${operand(expression.right)}`;
    case 'order':
      return `${operand(expression.left)} ${expression.ordering} ${operand(expression.right)}`;
    case 'text':
      return `${operand(expression.left)} ${expression.test} ${operand(expression.right)}`;
    case 'matches':
      return `${operand(expression.left)} matches /${expression.regex}/${expression.flags}`;
    case 'changed':
      return `${operand(expression.of)} changed`;
    case 'isTrue':
      return operand(expression.of);
  }
}

function describeTerm(term: Expression, observation: Observation, hidden: ReadonlySet<string>): string {
  const text = describeExpression(term, observation, hidden);
  return term.type === 'and' || term.type === 'or' ? `(${text})` : text;
}

function describeOperand(operand: Operand, observation: Observation, hidden: ReadonlySet<string>): string {
  if (operand.type === 'literal') return operand.quoted ? JSON.stringify(operand.text) : operand.text;
  if (operand.type === 'pattern' || operand.type === 'any') return operand.source;
  const { name } = operand.type === 'placeholder' ? operand : operand.of;
  if (hidden.has(name)) return operand.source;
  const { value, absence } = valueOf(operand, observation);
  return absence === null ? `${operand.source} (${cut(textOf(value), SHOWN_CHARACTERS)})` : operand.source;
}

/** The values of operands, and how two of them compare. */
import type { Json } from '../../contract/model/units.ts';
import { parseDuration } from '../../shared/duration.ts';
import type { Looked, Observation } from './observation.ts';
import type { Operand, Placeholder } from './syntax.ts';

/** The value of an operand. A pattern or a list has no value of its own, so its text counts. */
export function valueOf(operand: Operand, observation: Observation): Looked {
  switch (operand.type) {
    case 'literal':
      return { value: literalValue(operand), absence: null };
    case 'placeholder':
      return observation.look(operand);
    case 'has':
      return hasValue(observation.look(operand.of));
    case 'len':
      return lengthOf(operand.of, observation);
    case 'pattern':
    case 'any':
      return { value: operand.source, absence: null };
  }
}

function hasValue({ value, absence }: Looked): Looked {
  if (absence?.code === 'queryFailed') return { value: null, absence };
  return { value: absence === null && value !== null && value !== '', absence: null };
}

function lengthOf(placeholder: Placeholder, observation: Observation): Looked {
  const looked = observation.look(placeholder);
  if (looked.absence !== null) return looked;
  let { value } = looked;
  // If the body is a list in JSON, its entries count.
  const whole =
    placeholder.name === 'BODY' && placeholder.query.language === 'path' && placeholder.query.steps.length === 0;
  if (whole) {
    const json = observation.json();
    if (Array.isArray(json.value)) ({ value } = json);
  }
  if (Array.isArray(value)) return { value: value.length, absence: null };
  if (typeof value === 'object' && value !== null) return { value: Object.keys(value).length, absence: null };
  return { value: Array.from(textOf(value)).length, absence: null };
}

export function literalValue({ text, quoted }: Extract<Operand, { type: 'literal' }>): Json {
  if (quoted) return text;
  if (text === 'true') return true;
  if (text === 'false') return false;
  return text === 'null' ? null : text;
}

export function isEqual(left: Json, leftOperand: Operand, right: Json, rightOperand: Operand): boolean {
  const [a, b] = [numberOf(left, leftOperand), numberOf(right, rightOperand)];
  // Two texts that look like numbers are compared as numbers only when a number is meant: `"007"` in quotes is text.
  if (a !== null && b !== null) return a === b;
  return textOf(left) === textOf(right);
}

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/u;

/** A number, a text that is written like one, or a duration (in milliseconds) where the text is part of the condition. */
export function numberOf(value: Json, operand: Operand): number | null {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || (operand.type === 'literal' && operand.quoted)) return null;
  const text = value.trim();
  if (text.length <= 64 && NUMBER.test(text)) return Number(text);
  return operand.type === 'literal' || operand.type === 'any' ? parseDuration(text) : null;
}

/** As people read it: JSON for lists and objects. */
export function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

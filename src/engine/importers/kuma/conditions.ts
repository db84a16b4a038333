/** Conditions of version 2 (server/monitor-conditions), which are evaluated strictly from left to right. */
import { isRecord } from '../../../shared/is-record.ts';
import { textOf, type Fields } from '../fields.ts';
import { quote } from '../web.ts';
import { parsed } from './row.ts';

const VARIABLES: ReadonlyMap<string, string> = new Map([
  ['record', '[BODY]'],
  ['result', '[BODY]'],
  ['message', '[BODY]'],
  ['topic', '[TOPIC]'],
  ['json_value', '[BODY]'],
]);
const OPERATORS: Readonly<Record<string, (left: string, right: string) => string>> = {
  equals: (left, right) => `${left} == ${quote(right)}`,
  not_equals: (left, right) => `${left} != ${quote(right)}`,
  contains: (left, right) => `${left} contains ${quote(right)}`,
  not_contains: (left, right) => `not ${left} contains ${quote(right)}`,
  starts_with: (left, right) => `${left} starts with ${quote(right)}`,
  not_starts_with: (left, right) => `not ${left} starts with ${quote(right)}`,
  ends_with: (left, right) => `${left} ends with ${quote(right)}`,
  not_ends_with: (left, right) => `not ${left} ends with ${quote(right)}`,
  num_equals: (left, right) => `${left} == ${right}`,
  num_not_equals: (left, right) => `${left} != ${right}`,
  lt: (left, right) => `${left} < ${right}`,
  gt: (left, right) => `${left} > ${right}`,
  lte: (left, right) => `${left} <= ${right}`,
  gte: (left, right) => `${left} >= ${right}`,
};

/** @returns one condition with all of them; none when there are none, or one has no counterpart */
export function conditionsOf(fields: Fields, type: string): string[] {
  const given = parsed(fields.value('conditions'));
  if (!Array.isArray(given) || given.length === 0) return [];
  const variables = type === 'dns' ? new Map([['record', '[BODY]']]) : VARIABLES;
  const condition = all(given, variables);
  if (condition !== null) return [condition];
  fields.warn('conditions', 'import.condition', { given: JSON.stringify(given).slice(0, 200) });
  return [];
}

function all(list: readonly unknown[], variables: ReadonlyMap<string, string>): string | null {
  let text: string | null = null;
  for (const one of list) {
    const next = single(one, variables);
    if (next === null) return null;
    const joined = isRecord(one) && one['andOr'] === 'or' ? 'or' : 'and';
    text = text === null ? next : `(${text}) ${joined} ${next}`;
  }
  return text;
}

function single(one: unknown, variables: ReadonlyMap<string, string>): string | null {
  if (!isRecord(one)) return null;
  if (one['type'] === 'group') {
    const inner = Array.isArray(one['children']) ? all(one['children'], variables) : null;
    return inner === null ? null : `(${inner})`;
  }
  const left = variables.get(textOf(one['variable']));
  const operator = OPERATORS[textOf(one['operator'])];
  return left === undefined || operator === undefined ? null : operator(left, textOf(one['value']));
}

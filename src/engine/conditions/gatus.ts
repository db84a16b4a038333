/**
 * Conditions that mean exactly what they mean in Gatus, its surprises included: values are texts, a path that leads
 * nowhere is the text `… (INVALID)`, and what is not a number counts as 0 in an ordering. `docs/conditions.md` lists
 * the differences from Lookout's own dialect.
 */
import { resolveGatusPath } from './gatus-path.ts';
import { matchesGlob, parseGlob } from './glob.ts';
import { parseGoDuration, parseGoInteger, printGatusDuration } from './go-values.ts';
import type { ObservedValues } from '../../contract/model/condition.ts';
import { ConditionError } from './problem.ts';
import { isOrdered } from './syntax.ts';

/** In the order in which Gatus looks for them, anywhere in the text. */
const OPERATORS = ['==', '!=', '<=', '>=', '>', '<'] as const;
type Operator = (typeof OPERATORS)[number];

export interface GatusCondition {
  readonly text: string;
  readonly operator: Operator;
  readonly left: string;
  readonly right: string;
  /** The body counts only when the text has `[BODY]` in upper case. */
  readonly readsBody: boolean;
}

/** @throws ConditionError when there is no operator between spaces */
export function parseGatus(text: string): GatusCondition {
  const operator = OPERATORS.find((candidate) => text.includes(` ${candidate} `));
  if (operator === undefined) throw new ConditionError('comparisonExpected', { from: 0, to: text.length });
  // What follows a second operator of the same kind does not count.
  const [left = '', right = ''] = text.split(` ${operator} `);
  return { text, operator, left: left.trim(), right: right.trim(), readsBody: text.includes('[BODY]') };
}

export interface GatusOutcome {
  readonly holds: boolean;
  /** As Gatus shows it, such as `[STATUS] (500) == 200`. */
  readonly shown: string;
}

export function evaluateGatus(condition: GatusCondition, observed: ObservedValues): GatusOutcome {
  const values = condition.readsBody ? observed : { ...observed, BODY: '' };
  const { operator } = condition;
  const left = resolve(condition.left, values);
  const right = resolve(condition.right, values);
  if (operator === '==' || operator === '!=') {
    return {
      holds: isEqual(left, right) === (operator === '=='),
      shown: show(condition, cutForPattern(left, condition.right), cutForPattern(right, condition.left)),
    };
  }
  const [low, high] = [numberOf(left), numberOf(right)];
  return {
    holds: isOrdered(operator, low, high),
    shown: show(condition, showNumber(low, condition.left), showNumber(high, condition.right)),
  };
}

type Wrapper = 'len' | 'has' | null;

/** Placeholders whose value is a whole number, 0 when there is none. */
const NUMBERS: ReadonlySet<string> = new Set([
  '[STATUS]',
  '[RESPONSE_TIME]',
  '[CERTIFICATE_EXPIRATION]',
  '[DOMAIN_EXPIRATION]',
]);
const TEXTS: ReadonlySet<string> = new Set(['[IP]', '[DNS_RCODE]', '[CONNECTED]']);

/** The text of an operand. */
function resolve(operand: string, values: ObservedValues): string {
  const [, wrapper = null, inner = operand] = /^(len|has)\((.*)\)$/su.exec(operand) ?? [];
  const fn = wrapper as Wrapper;
  // Only the name is the same in upper and lower case; paths are not.
  const name = inner.toUpperCase();
  if (NUMBERS.has(name) || TEXTS.has(name)) return wrap(textOf(name, values), fn);
  const body = typeof values['BODY'] === 'string' ? values['BODY'] : '';
  if (name === '[BODY]') return resolveBody(body, fn);
  if (name.startsWith('[BODY].') || name.startsWith('[BODY][')) {
    const found = resolveGatusPath(inner.slice('[BODY]'.length).replace(/^\./u, ''), body);
    if (fn === 'has') return String(found !== null);
    if (found === null) return `${operand} (INVALID)`;
    return fn === 'len' ? String(found.length) : found.text;
  }
  if (fn === 'has') return 'false';
  return fn === 'len' ? `${operand} (INVALID)` : operand;
}

function textOf(name: string, values: ObservedValues): string {
  const value = values[name.slice(1, -1)];
  if (NUMBERS.has(name)) return String(typeof value === 'number' ? Math.trunc(value) : 0);
  if (name === '[CONNECTED]') return String(value === true);
  return typeof value === 'string' ? value : '';
}

function resolveBody(body: string, fn: Wrapper): string {
  const text = body.trim();
  if (fn === 'has') return String(text !== '');
  if (fn === null) return text;
  return String((resolveGatusPath('', body) ?? { length: bytesOf(text) }).length);
}

function wrap(text: string, fn: Wrapper): string {
  if (fn === 'has') return String(text !== '');
  return fn === 'len' ? String(bytesOf(text)) : text;
}

function bytesOf(text: string): number {
  return Buffer.byteLength(text);
}

function isEqual(left: string, right: string): boolean {
  const [leftGlob, rightGlob] = [argumentOf('pat', left), argumentOf('pat', right)];
  if ((leftGlob === null) !== (rightGlob === null)) {
    return leftGlob === null ? matchesPattern(rightGlob ?? '', left) : matchesPattern(leftGlob, right);
  }
  const [leftList, rightList] = [argumentOf('any', left), argumentOf('any', right)];
  if ((leftList === null) !== (rightList === null)) {
    return isAmong(leftList ?? rightList ?? '', leftList === null ? left : right);
  }
  const [a, b] = [parseGoInteger(left), parseGoInteger(right)];
  return a !== null && b !== null ? a === b : left === right;
}

/** The text between the parentheses of a function; null: the text is not that function. */
function argumentOf(name: 'pat' | 'any', text: string): string | null {
  return text.startsWith(`${name}(`) && text.endsWith(')') ? text.slice(name.length + 1, -1) : null;
}

function matchesPattern(pattern: string, text: string): boolean {
  if (pattern === '*') return true;
  const glob = parseGlob(pattern.replaceAll('/', ''));
  return glob !== null && matchesGlob(glob, text.replaceAll('/', ''));
}

function isAmong(list: string, text: string): boolean {
  return list.split(',').some((option) => option.trim() === text);
}

const FLOAT = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/u;
const LIMIT = 2n ** 63n;

function numberOf(text: string): bigint {
  const duration = parseGoDuration(text);
  if (duration !== null && !/^[+-]?0*(?:\.0*)?[a-zµμ]+$/u.test(text)) return BigInt(duration);
  const whole = parseGoInteger(text);
  if (whole !== null) return whole;
  if (text.length > 400 || !FLOAT.test(text)) return 0n;
  const truncated = Math.trunc(Number(text));
  // How Go converts a number that does not fit depends on the processor; this is what x86-64 does.
  return Math.abs(truncated) < Number(LIMIT) ? BigInt(truncated) : -LIMIT;
}

function showNumber(value: bigint, operand: string): string {
  const isExpiry = operand === '[CERTIFICATE_EXPIRATION]' || operand === '[DOMAIN_EXPIRATION]';
  return isExpiry || parseGoDuration(operand) !== null ? printGatusDuration(Number(value)) : String(value);
}

const PATTERN_CHARACTERS = 25;

/** Beside a pattern, long values are cut. */
function cutForPattern(value: string, other: string): string {
  const isCut = argumentOf('pat', other) !== null && bytesOf(value) > PATTERN_CHARACTERS;
  return isCut ? `${Array.from(value).slice(0, PATTERN_CHARACTERS).join('')}...(truncated)` : value;
}

function show(condition: GatusCondition, left: string, right: string): string {
  return `${showOperand(condition.left, left)} ${condition.operator} ${showOperand(condition.right, right)}`;
}

function showOperand(operand: string, value: string): string {
  if (operand === value) return operand;
  return value === `${operand} (INVALID)` ? value : `${operand} (${value})`;
}

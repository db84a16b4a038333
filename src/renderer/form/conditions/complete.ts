/** Suggests completions while a person writes a condition. Pure; only the engine decides what a valid condition is. */
import type { PlaceholderDescriptor } from '../../../contract/descriptor.ts';
import type { Dialect, ObservedValues } from '../../../contract/model/condition.ts';
import { lookUp, shownValue, stepsOf, writeKey, writeLiteral } from './values.ts';

export interface Suggestion {
  /** The text that replaces the range from `from` to `to`. */
  readonly insert: string;
  /** A short explanation. */
  readonly meaning: string;
  /** Its last value; absent: unknown. */
  readonly value?: string;
}

export interface Completion {
  readonly from: number;
  readonly to: number;
  /** The part that is already typed; empty: nothing. */
  readonly typed: string;
  readonly suggestions: readonly Suggestion[];
}

export interface CompletionContext {
  /** The placeholders of the kind and the common ones. */
  readonly placeholders: readonly PlaceholderDescriptor[];
  /** The names that may follow `[PHASE].` and `[METRIC].`, with their meaning. */
  readonly parts: Readonly<Record<string, readonly Suggestion[]>>;
  readonly dialect: Dialect;
  readonly observed: ObservedValues;
}

const COMPARISONS: readonly (Suggestion & { readonly gatus?: true })[] = [
  { insert: '== ', meaning: 'is equal', gatus: true },
  { insert: '!= ', meaning: 'is another', gatus: true },
  { insert: '< ', meaning: 'is less', gatus: true },
  { insert: '<= ', meaning: 'is at most', gatus: true },
  { insert: '> ', meaning: 'is more', gatus: true },
  { insert: '>= ', meaning: 'is at least', gatus: true },
  { insert: 'contains ', meaning: 'the text or the list contains it' },
  { insert: 'starts with ', meaning: 'the text begins with it' },
  { insert: 'ends with ', meaning: 'the text ends with it' },
  { insert: 'conforms to ', meaning: 'it conforms to the JSON Schema in a file' },
  { insert: 'matches /', meaning: 'a regular expression matches' },
  { insert: 'in (', meaning: 'is one of a list' },
  { insert: 'not in (', meaning: 'is none of a list' },
  { insert: 'changed', meaning: 'differs from the previous check' },
];
const JOINS: readonly Suggestion[] = [
  { insert: 'and ', meaning: 'both must hold' },
  { insert: 'or ', meaning: 'one must hold' },
];
const FUNCTIONS: readonly Suggestion[] = [
  { insert: 'len(', meaning: 'entries of a list, characters of a text' },
  { insert: 'has(', meaning: 'whether there is a value' },
];
const PATTERNS: readonly Suggestion[] = [
  { insert: 'pat(', meaning: 'a pattern with * and ?' },
  { insert: 'any(', meaning: 'one of several values' },
];
const NOT: Suggestion = { insert: 'not ', meaning: 'the opposite' };
const WARN: Suggestion = { insert: 'warn: ', meaning: 'if it does not hold, the endpoint is degraded, not down' };
const SEVERITY = /^\s*warn\s*:\s*/u;
const CLAUSE = /(?:^|\s)(?:and|or|AND|OR|not|NOT)\s+/gu;
const OPERAND =
  /^(?:len\(|has\()?\s*\[[A-Za-z_]+\](?:\.(?:"(?:[^"\\]|\\.)*"|[^\s.[\](){}"',]+)|\[\d+\]|[$/{]\S*)*\)?\s+/u;
const COMPARED = /^(==|!=|<=|>=|<|>|contains|starts\s+with|ends\s+with)\s+/u;
/** Matches the right side of a comparison, or the whole of another test, and the text after it. */
const COMPLETE =
  /^(?:(?:==|!=|<=|>=|<|>|contains|starts\s+with|ends\s+with)\s+(?:"(?:[^"\\]|\\.)*"|\S+)|changed|matches\s+\/(?:[^/\\]|\\.)+\/[a-z]*|(?:not\s+)?in\s*\([^)]*\))\s+([A-Za-z]*)$/u;

/** @param caret where the next character goes @returns null: there are no suggestions */
export function complete(text: string, caret: number, context: CompletionContext): Completion | null {
  const before = text.slice(0, caret);
  if (isInQuotes(before)) return null;
  const part = /\[([A-Za-z_]+)\]((?:\.(?:"(?:[^"\\]|\\.)*"|[^\s.[\](){}"',]+)|\[\d+\])*)\.([^\s.[\](){}"',]*)$/u.exec(
    before,
  );
  if (part !== null) {
    const [, name = '', path = '', typed = ''] = part;
    return matching(text, caret, typed, partsOf(name.toUpperCase(), path, context));
  }
  const bracket = /(?:^|[\s(])(\[[A-Za-z_]*)$/u.exec(before)?.[1];
  if (bracket !== undefined) return matching(text, caret, bracket, placeholders(context));
  return inClause(text, caret, context);
}

function inClause(text: string, caret: number, context: CompletionContext): Completion | null {
  const isOwn = context.dialect === 'lookout';
  const before = text.slice(0, caret);
  const severity = SEVERITY.exec(before)?.[0] ?? '';
  const starts = [...before.matchAll(CLAUSE)].map((match) => match.index + match[0].length);
  const from = Math.max(severity.length, ...starts);
  const clause = before.slice(from).replace(/^[\s(]+/u, '');
  const operand = OPERAND.exec(clause)?.[0];
  if (operand !== undefined) return afterOperand(text, caret, clause.slice(operand.length), operand, context);
  const typed = /^(?:len\(|has\()?\s*([A-Za-z:]*)$/u.exec(clause);
  if (typed === null) return null;
  const inFunction = clause.includes('(');
  const first = from === 0 || from === severity.length;
  return matching(text, caret, typed[1] ?? '', [
    ...placeholders(context),
    ...(inFunction ? [] : FUNCTIONS),
    ...(inFunction || !isOwn ? [] : [NOT]),
    ...(isOwn && first && severity === '' && !inFunction ? [WARN] : []),
  ]);
}

function afterOperand(
  text: string,
  caret: number,
  rest: string,
  operand: string,
  context: CompletionContext,
): Completion | null {
  const isOwn = context.dialect === 'lookout';
  const joined = COMPLETE.exec(rest);
  if (joined !== null) return isOwn ? matching(text, caret, joined[1] ?? '', JOINS) : null;
  const compared = COMPARED.exec(rest);
  if (compared === null) {
    const comparisons = COMPARISONS.filter(({ gatus }) => isOwn || gatus === true);
    return matching(
      text,
      caret,
      rest,
      comparisons.map(({ insert, meaning }) => ({ insert, meaning })),
    );
  }
  const typed = rest.slice(compared[0].length);
  if (/\s/u.test(typed)) return null;
  const value = valueOf(operand, context.observed);
  const now = value === undefined ? [] : [{ insert: writeLiteral(value, context.dialect), meaning: 'its value' }];
  const patterns = compared[1] === '==' || compared[1] === '!=' ? PATTERNS : [];
  return matching(text, caret, typed, [...now, ...patterns]);
}

/** The value of an operand that can be compared with a literal. */
function valueOf(operand: string, observed: ObservedValues): string | number | boolean | null | undefined {
  const [, name, path] = /^\[([A-Za-z_]+)\]((?:\.\S+|\[\d+\])*)\s*$/u.exec(operand) ?? [];
  if (name === undefined) return undefined;
  const value = lookUp(observed, name, stepsOf(path ?? ''));
  if (typeof value === 'object' && value !== null) return undefined;
  return typeof value === 'string' && (value.length > 80 || value.includes('\n')) ? undefined : value;
}

function placeholders({ placeholders: all, observed }: CompletionContext): readonly Suggestion[] {
  return all.map(({ name, meaning, parts }) => {
    const value = observed[name];
    const known = value === undefined || parts === 'names' ? {} : { value: shownValue(value) };
    return { insert: parts === 'names' ? `[${name}].` : `[${name}]`, meaning, ...known };
  });
}

function partsOf(name: string, path: string, { parts, observed }: CompletionContext): readonly Suggestion[] {
  const value = path === '' ? lookUp(observed, name, []) : lookUp(observed, name, stepsOf(path));
  const json = typeof value === 'string' && path === '' ? lookUp({ X: `{"x":${value}}` }, 'X', ['x']) : value;
  const known = typeof json === 'object' && json !== null && !Array.isArray(json) ? Object.entries(json) : [];
  const seen = new Map(known.map(([key, one]) => [writeKey(key), one === undefined ? '' : shownValue(one)]));
  const declared = path === '' ? (parts[name] ?? []) : [];
  return [
    ...declared.map((one) => ({ ...one, ...(seen.has(one.insert) ? { value: seen.get(one.insert) ?? '' } : {}) })),
    ...[...seen]
      .filter(([key]) => declared.every(({ insert }) => insert !== key))
      .map(([insert, one]) => ({ insert, meaning: '', value: one })),
  ];
}

/** The suggestions that begin with the typed text; `[` and case are ignored. */
function matching(text: string, caret: number, typed: string, all: readonly Suggestion[]): Completion | null {
  const plain = (one: string) => one.replace(/^\[/u, '').toLowerCase();
  const suggestions = all.filter(({ insert }) => plain(insert).startsWith(plain(typed)) && insert.trim() !== typed);
  if (suggestions.length === 0) return null;
  const from = caret - typed.length;
  const after = typed.startsWith('[') ? (/^[A-Za-z_]*\]?/u.exec(text.slice(caret))?.[0].length ?? 0) : 0;
  return { from, to: caret + after, typed, suggestions };
}

function isInQuotes(before: string): boolean {
  const rest = before.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/gu, '');
  return /(?:^|[\s(,.])["']/u.test(rest);
}

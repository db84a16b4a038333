/** The values of placeholders while a person writes conditions, and conditions created from values. Pure. */
import type { Dialect, ObservedValues } from '../../../contract/model/condition.ts';
import type { Json } from '../../../contract/model/units.ts';

export type Step = string | number;

/** A placeholder with its path, such as `[BODY].items[0]."odd key"`. */
const PLACEHOLDER = /\[([A-Za-z_]+)\]((?:\.(?:"(?:[^"\\]|\\.)*"|[^\s.[\](){}"',]+)|\[\d+\])*)/gu;
const STEP = /\.(?:"((?:[^"\\]|\\.)*)"|([^\s.[\](){}"',]+))|\[(\d+)\]/gu;
/** A key that needs no quotes after a dot. */
const PLAIN_KEY = /^[^\s.[\](){}"',]+$/u;
/** The maximum length of a text that a condition compares as a whole. */
const WHOLE_CHARACTERS = 80;
const SHOWN_CHARACTERS = 60;

/** The value at a path; undefined: there is none, or it is unknown. */
export function lookUp(observed: ObservedValues, name: string, steps: readonly Step[]): Json | undefined {
  const upper = name.toUpperCase();
  let value = observed[upper];
  if (steps.length > 0 && typeof value === 'string') value = parsed(value);
  for (const step of steps) {
    if (typeof value !== 'object' || value === null) return undefined;
    // Header names are not case-sensitive.
    const key = upper === 'HEADER' ? String(step).toLowerCase() : step;
    const entries = new Map<Step, Json | undefined>(Array.isArray(value) ? value.entries() : Object.entries(value));
    value = entries.get(key);
  }
  return value;
}

/** Parses a text as JSON; undefined: it is not JSON. */
export function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** The steps of a path such as `.items[0]."odd key"`. */
export function stepsOf(path: string): readonly Step[] {
  return [...path.matchAll(STEP)].map(([, quoted, plain, index]) =>
    index === undefined ? (quoted?.replace(/\\(.)/gu, '$1') ?? plain ?? '') : Number(index),
  );
}

/** Each placeholder of a condition whose value is known, once, in the order of the text. */
export function knownValues(
  condition: string,
  observed: ObservedValues,
): readonly { readonly source: string; readonly value: string }[] {
  const known = new Map<string, string>();
  for (const [source, name = '', path = ''] of condition.matchAll(PLACEHOLDER)) {
    const value = lookUp(observed, name, stepsOf(path));
    if (value !== undefined) known.set(source, shownValue(value));
  }
  return [...known].map(([source, value]) => ({ source, value }));
}

/** How many placeholders a condition has. */
export function placeholdersIn(condition: string): number {
  return new Set([...condition.matchAll(PLACEHOLDER)].map(([source]) => source)).size;
}

/** Formats a value as one short line. */
export function shownValue(value: Json): string {
  const text = (typeof value === 'string' ? value : JSON.stringify(value)).replace(/\s+/gu, ' ');
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS - 1)}…` : text;
}

/** A key after a dot, in quotes where it needs them. */
export function writeKey(key: string): string {
  return PLAIN_KEY.test(key) ? key : `"${escaped(key)}"`;
}

/** `[BODY].items[0].id` */
export function writePlaceholder(name: string, steps: readonly Step[]): string {
  return `[${name}]${steps.map((step) => (typeof step === 'number' ? `[${step}]` : `.${writeKey(step)}`)).join('')}`;
}

/** Writes a value as in a condition: text is quoted if it would be parsed as something else. */
export function writeLiteral(value: string | number | boolean | null, dialect: Dialect): string {
  if (typeof value !== 'string') return String(value);
  return dialect === 'gatus' || /^[A-Za-z][\w.-]*$/u.test(value) ? value : `"${escaped(value)}"`;
}

/** A condition that holds for the current value; null: no comparison fits. */
export function conditionFor(name: string, steps: readonly Step[], value: Json, dialect: Dialect): string | null {
  const source = writePlaceholder(name, steps);
  if (Array.isArray(value)) return `len(${source}) == ${value.length}`;
  if (typeof value === 'object' && value !== null)
    return dialect === 'gatus' ? `has(${source}) == true` : `has(${source})`;
  if (name === 'RESPONSE_TIME' || name === 'PHASE' || name === 'METRIC' || name === 'CERTIFICATE_EXPIRATION') {
    const limit = name === 'CERTIFICATE_EXPIRATION' ? '> 14d' : `<= ${Math.ceil(Number(value) * 2)}`;
    return `${source} ${dialect === 'gatus' ? limit.replace('14d', '336h') : limit}`;
  }
  if (typeof value !== 'string' || (value.length <= WHOLE_CHARACTERS && !value.includes('\n'))) {
    return `${source} == ${writeLiteral(value, dialect)}`;
  }
  const start = (value.split('\n').find((line) => line.trim() !== '') ?? '').trim().slice(0, SHOWN_CHARACTERS);
  if (start === '') return null;
  return dialect === 'gatus' ? `${source} == pat(*${start}*)` : `${source} contains ${writeLiteral(start, dialect)}`;
}

function escaped(text: string): string {
  return text.replace(/[\\"]/gu, String.raw`\$&`);
}

/** Paths into JSON as Gatus walks them: `data[0].id`, `[0][1]`, and an empty path for the whole. */
import type { Json } from '../../contract/model/units.ts';
import { marshalGo, printGoValue } from './go-values.ts';

export interface GatusValue {
  readonly text: string;
  /** Entries of a list; bytes of anything else. */
  readonly length: number;
}

/** @returns null where Gatus says INVALID */
export function resolveGatusPath(path: string, body: string): GatusValue | null {
  if (path === '' && !(body.startsWith('[') && body.endsWith(']'))) return valueOfText(body);
  let json: Json;
  try {
    json = JSON.parse(body) as Json;
  } catch {
    return null;
  }
  return walk(keysOf(path), json);
}

/** Keys between dots; a dot within brackets belongs to the key. */
function keysOf(path: string): string[] {
  const keys: string[] = [];
  let [start, depth] = [0, 0];
  for (let at = 0; at < path.length; at += 1) {
    const character = path.charAt(at);
    if (character === '[') depth += 1;
    else if (character === ']') depth -= 1;
    else if (character === '.' && depth === 0) {
      keys.push(path.slice(start, at));
      start = at + 1;
    }
  }
  keys.push(path.slice(start));
  return keys;
}

function walk(keys: readonly string[], start: Json): GatusValue | null {
  let current: Json = start;
  for (const [position, key] of keys.entries()) {
    const value = extract(key, current);
    const isLast = position === keys.length - 1;
    if (value === null) return null;
    if (Array.isArray(value)) return { text: printGoValue(value), length: value.length };
    if (typeof value === 'string') return isLast ? valueOfText(value) : null;
    // A number or a boolean ends the path, whatever follows.
    if (typeof value !== 'object') return valueOfText(printGoValue(value));
    if (isLast) return valueOfText(marshalGo(value));
    current = value;
  }
  return null;
}

const KEY_AND_INDEXES = /^([^[]*)((?:\[[^\]]*\])+)$/u;

/** What is at a key such as `data`, `data[0]` or `[0][1]`; null: nothing, or `null`. */
function extract(key: string, value: Json): Json {
  const match = key.endsWith(']') ? KEY_AND_INDEXES.exec(key) : null;
  if (match !== null) {
    const [, name = '', indexes = ''] = match;
    let found: Json = name === '' ? value : member(value, name);
    for (const [, index = ''] of indexes.matchAll(/\[([^\]]*)\]/gu)) {
      if (!Array.isArray(found) || !/^\+?\d+$/u.test(index)) return null;
      found = (found as readonly Json[])[Number(index)] ?? null;
    }
    return found;
  }
  // A list is taken whole, whatever the key.
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? member(value, key) : value;
}

function member(value: Json, name: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, name)) return null;
  return (value as Readonly<Record<string, Json>>)[name] ?? null;
}

function valueOfText(text: string): GatusValue {
  return { text, length: Buffer.byteLength(text) };
}

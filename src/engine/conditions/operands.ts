/** Reads the operands of conditions: placeholders, functions and literals. */
import { nearest } from '../base/nearest.ts';
import { parseGlob } from './glob.ts';
import { libraries } from './libraries.ts';
import type { Reader } from './reader.ts';
import type { Literal, Operand, PathStep, Placeholder, Query } from './syntax.ts';

/** Where another comparison begins, after `and` or `or`. */
const COMPARISON = String.raw`\[|\(|(?:not|NOT)\s|(?:len|has|pat|any)\(`;
const TESTS = String.raw`contains|matches|starts\s+with|ends\s+with|conforms\s+to|in|changed`;
/** Matches the end of a literal that is not in quotes. In "ready and go", `and` is a part of the literal. */
const BOUNDARY = new RegExp(
  String.raw`\s*$|\s+(?:(?:==|!=|<=|>=|<|>)(?=\s|$)|(?:${TESTS})(?=[\s(/"'[]|$)|(?:and|or|AND|OR)\s*(?:$|(?=${COMPARISON})))`,
  'uy',
);
const JOINED = /(?:and|or|AND|OR)(?=\s|$)/uy;
const QUOTED = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/uy;
const KEY = /\.(?:("(?:[^"\\]|\\.)*")|([^\s.[\](){}"',]+))/uy;
const INDEX = /\[(\d{1,9})\]/uy;

/** Placeholders that need the name of a part. */
const NEED_PART: ReadonlySet<string> = new Set(['HEADER', 'PHASE', 'METRIC', 'CONTEXT', 'CHANGED']);
/** Placeholders that may be of any shape, so that queries other than a path make sense. */
export const QUERIED: ReadonlySet<string> = new Set(['BODY', 'VALUE', 'ROWS']);

/** @throws ConditionError */
export function readOperand(reader: Reader, names: ReadonlySet<string>): Operand {
  reader.skipSpace();
  if (reader.next === '[') return readPlaceholder(reader, names);
  const from = reader.at;
  const called = reader.take(/(len|has|pat|any)\(/uy)?.[1];
  if (called === 'len' || called === 'has') {
    reader.skipSpace();
    const of = readPlaceholder(reader, names);
    reader.skipSpace();
    reader.expect(/\)/uy, ')');
    return { type: called, of, source: reader.text.slice(from, reader.at), place: { from, to: reader.at } };
  }
  if (called === 'pat') return readPattern(reader, from);
  if (called === 'any') return { type: 'any', ...readList(reader, from) };
  if (reader.sees(JOINED)) reader.fail('valueExpected');
  return readLiteral(reader, BOUNDARY);
}

/** The path of a file after `conforms to`. @throws ConditionError */
export function readFilePath(reader: Reader): Literal {
  reader.skipSpace();
  return readLiteral(reader, BOUNDARY);
}

/** A list in parentheses after `in`. @throws ConditionError */
export function readOptions(reader: Reader): Operand {
  reader.skipSpace();
  const from = reader.at;
  reader.expect(/\(/uy, '(');
  return { type: 'any', ...readList(reader, from) };
}

export function readPlaceholder(reader: Reader, names: ReadonlySet<string>): Placeholder {
  const from = reader.at;
  const written = reader.take(/\[([A-Za-z_]+)\]/uy)?.[1];
  if (written === undefined) return reader.fail('valueExpected');
  const name = written.toUpperCase();
  if (!names.has(name)) {
    const meant = nearest(name, [...names]);
    reader.fail('unknownPlaceholder', { name: written, nearest: meant ?? '' }, { from, to: reader.at });
  }
  const query = readQuery(reader, name);
  if (NEED_PART.has(name) && (query.language !== 'path' || query.steps.length === 0)) {
    reader.fail('partExpected', { name }, { from, to: reader.at });
  }
  const source = reader.text.slice(from, reader.at);
  return { type: 'placeholder', name, query, source, place: { from, to: reader.at } };
}

function readQuery(reader: Reader, name: string): Query {
  if (QUERIED.has(name)) {
    const from = reader.at;
    const query = readQueryText(reader);
    if (query !== null) {
      const place = { from, to: reader.at };
      const reason = query.language === 'jsonpath' ? (libraries()?.problemOfJsonPath(query.text) ?? null) : null;
      if (reason !== null) reader.fail('badQuery', { language: query.language, reason }, place);
      return query;
    }
  }
  return { language: 'path', steps: readPath(reader) };
}

function readQueryText(reader: Reader): Exclude<Query, { language: 'path' }> | null {
  if (reader.next === '$') return { language: 'jsonpath', text: readNested(reader) };
  if (reader.next === '/') return { language: 'xpath', text: readNested(reader) };
  if (reader.next !== '{') return null;
  const text = readNested(reader);
  if (!text.endsWith('}')) reader.fail('missing', { expected: '}' });
  return { language: 'jsonata', text: text.slice(1, -1) };
}

const CLOSERS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** A text up to white space, a comma or a closing bracket that is in no brackets and no quotes of its own. */
function readNested(reader: Reader): string {
  const from = reader.at;
  const open: string[] = [];
  while (!reader.ended) {
    if (reader.take(QUOTED) !== null) continue;
    const sign = reader.next;
    const closer = CLOSERS[sign];
    if (closer !== undefined) open.push(closer);
    else if (sign === open.at(-1)) open.pop();
    else if (open.length === 0 && /[\s,)\]}]/u.test(sign)) break;
    reader.at += 1;
  }
  const [missing] = open.reverse();
  if (missing !== undefined) reader.fail('missing', { expected: missing });
  return reader.text.slice(from, reader.at);
}

function readPath(reader: Reader): PathStep[] {
  const steps: PathStep[] = [];
  for (;;) {
    const index = reader.take(INDEX);
    if (index !== null) {
      steps.push(Number(index[1]));
      continue;
    }
    const key = reader.take(KEY);
    if (key === null) return steps;
    steps.push(key[1] === undefined ? (key[2] ?? '') : unquote(key[1]));
  }
}

function readPattern(reader: Reader, from: number): Operand {
  const inner = reader.at;
  const glob = readLiteral(reader, /\s*(?:\)|$)/uy).text;
  reader.skipSpace();
  const to = reader.at;
  reader.expect(/\)/uy, ')');
  if (parseGlob(glob) === null) reader.fail('badPattern', {}, { from: inner, to });
  return { type: 'pattern', glob, source: reader.text.slice(from, reader.at), place: { from, to: reader.at } };
}

/** The rest of a list whose opening parenthesis has been read. */
function readList(reader: Reader, from: number): Omit<Extract<Operand, { type: 'any' }>, 'type'> {
  const options: Literal[] = [];
  do {
    reader.skipSpace();
    options.push(readLiteral(reader, /\s*(?:[,)]|$)/uy));
    reader.skipSpace();
  } while (reader.take(/,/uy) !== null);
  reader.expect(/\)/uy, ')');
  return { options, source: reader.text.slice(from, reader.at), place: { from, to: reader.at } };
}

/** @param boundary what ends a literal that is not in quotes; has the flag `y` */
function readLiteral(reader: Reader, boundary: RegExp): Literal {
  const from = reader.at;
  const quoted = reader.take(QUOTED)?.[0];
  if (quoted !== undefined) {
    return { type: 'literal', text: unquote(quoted), quoted: true, place: { from, to: reader.at } };
  }
  if (/["']/u.test(reader.next)) reader.fail('missing', { expected: reader.next });
  let depth = 0;
  while (!reader.ended && !(depth === 0 && reader.sees(boundary))) {
    if (reader.next === '(') depth += 1;
    else if (reader.next === ')' && (depth -= 1) < 0) break;
    reader.at += 1;
  }
  const text = reader.text.slice(from, reader.at).trim();
  // A comparison was meant to follow. A text like this needs quotes.
  if (text === '' || /\s(?:and|or|not)$/iu.test(text)) return reader.fail('valueExpected');
  return { type: 'literal', text, quoted: false, place: { from, to: from + text.length } };
}

/** The text in quotes; a backslash takes the character after it as it is. */
function unquote(quoted: string): string {
  return quoted.slice(1, -1).replace(/\\(.)/gu, '$1');
}

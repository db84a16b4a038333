/** Parses the text of a file as JSON or YAML, within limits. */
import { LineCounter, parseAllDocuments, type Document } from 'yaml';
import { CONFIG_FILE_BYTES } from '../../contract/channels/imports.ts';
import type { FileIssue, Issue } from '../../contract/model/issue.ts';
import { issueOf } from '../base/issues.ts';
import { locate, parsePath } from './locate.ts';
import { isTooDeep, MAX_DEPTH, toPlain } from './yaml-data.ts';

type Position = FileIssue['position'];

export interface ParsedData {
  /** The documents of the file; JSON has one. */
  readonly documents: readonly unknown[];
  /** Where a field is, such as `endpoints[3].url`; null: not known. */
  position(path: string): Position;
}

export type Parsed =
  | { readonly ok: true; readonly data: ParsedData }
  | { readonly ok: false; readonly problem: Issue; readonly position: Position };

/** Parses JSON if the text begins like it, otherwise YAML. */
export function parseData(text: string): Parsed {
  try {
    return /^\s*[[{]/u.test(text) ? parseJson(text) : parseYaml(text);
  } catch (error) {
    // The parser of YAML calls itself for each level.
    if (error instanceof RangeError) return refuse(tooDeep());
    throw error;
  }
}

function refuse(problem: Issue, position: Position = null): Parsed {
  return { ok: false, problem, position };
}

const tooDeep = (): Issue => issueOf('file.tooDeep', '', { max: MAX_DEPTH });

function parseJson(text: string): Parsed {
  if (isNestedTooDeeply(text)) return refuse(tooDeep());
  try {
    const value = JSON.parse(text) as unknown;
    return { ok: true, data: { documents: [value], position: () => null } };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    // A text that looks like JSON may be YAML in its short form.
    const asYaml = Buffer.byteLength(text) <= CONFIG_FILE_BYTES ? parseYaml(text) : null;
    if (asYaml?.ok === true) return asYaml;
    return refuse(issueOf('json.invalid', '', { problem: sentenceOf(problem) }), positionIn(text, problem));
  }
}

/** V8 ends some of its messages with a part of the text, which may contain secrets, and with the position. */
function sentenceOf(problem: string): string {
  return problem.replace(/, ["'`.].*$/su, '').replace(/ (?:in JSON )?at position.*$/su, '');
}

/** V8 names the position in some of its messages; otherwise the text ends too early, or it is short. */
function positionIn(text: string, problem: string): Position {
  const [, offset] = /at position (\d+)/u.exec(problem) ?? [];
  const end = offset === undefined && /end of JSON/u.test(problem) ? text.length : Number(offset);
  if (!Number.isSafeInteger(end)) return null;
  const before = text.slice(0, end).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** Counts brackets outside of texts. */
function isNestedTooDeeply(text: string): boolean {
  let depth = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/gsu)) {
    if (token === '[' || token === '{') depth++;
    else if (token === ']' || token === '}') depth--;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}

function parseYaml(text: string): Parsed {
  if (Buffer.byteLength(text) > CONFIG_FILE_BYTES) {
    return refuse(issueOf('file.tooLarge', '', { maxBytes: CONFIG_FILE_BYTES }));
  }
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, {
    lineCounter: lines,
    prettyErrors: false,
    schema: 'core',
    merge: true,
    // yaml would compare each key with all others, which takes half a minute for 20,000 keys.
    uniqueKeys: false,
    logLevel: 'error',
  });
  const documents = Array.isArray(parsed) ? parsed : [];
  const values: unknown[] = [];
  for (const document of documents) {
    const [error] = document.errors;
    if (error !== undefined) {
      if (/call stack/u.test(error.message)) return refuse(tooDeep());
      const { line, col } = lines.linePos(error.pos[0]);
      return refuse(issueOf('yaml.invalid', '', { problem: error.message }), { line, column: col });
    }
    const { value, problem } = toPlain(document);
    if (problem !== undefined) return refuse(problem);
    if (isTooDeep(value)) return refuse(tooDeep());
    values.push(value);
  }
  return { ok: true, data: { documents: values, position: positionOf(documents, lines) } };
}

function positionOf(documents: readonly Document.Parsed[], lines: LineCounter): ParsedData['position'] {
  const [first] = documents;
  return (path) => (first === undefined ? null : locate(first, lines, parsePath(path)));
}

/** Reads pasted text as endpoints. */
import type { ParsedTarget } from '../../../contract/channels/endpoints.ts';
import { issueOf } from '../../base/issues.ts';
import type { CheckKind } from '../kind.ts';
import { checkKinds, parseTarget, readsTarget } from '../registry.ts';
import { findPieces, isNoise } from './line.ts';

/** At most this many targets can be added at once. Reading more would block the loop. */
const MAX_TARGETS = 20_000;
/** A longer line is read in parts of about this many characters, with a pause after each. */
const PART_LENGTH = 4_000;

/**
 * Reads pasted text line by line: targets, with names, bullets, quotes and punctuation around them. Several targets may be in
 * one line. Skips blank lines, rules and headings of tables, and comments that begin with `#` at the start of a word. The
 * engine decides whether an endpoint exists already (`duplicate`).
 */
export function parseTargets(text: string, kinds: readonly CheckKind[] = checkKinds): ParsedTarget[] {
  return [...targetsIn(text, kinds)].filter((one) => one !== null);
}

/**
 * `parseTargets` one by one, so that a long text can be read in time slices.
 * @returns null is no target but another moment to pause
 */
export function* targetsIn(text: string, kinds: readonly CheckKind[] = checkKinds): Generator<ParsedTarget | null> {
  let count = 0;
  for (const [index, raw] of text.split(/\r\n|\r|\n/u).entries()) {
    const line = raw.replace(/(^|\s)#.*$/su, '').trim();
    if (line === '' || (line.length <= PART_LENGTH && isNoise(line))) continue;
    for (const one of parseLine(line, kinds)) {
      if (one === null) {
        yield null;
        continue;
      }
      if (count === MAX_TARGETS) {
        yield { line: index + 1, text: line, problem: issueOf('target.tooMany', '', { max: MAX_TARGETS }) };
        return;
      }
      count += 1;
      yield { line: index + 1, ...one };
    }
  }
}

function* parseLine(line: string, kinds: readonly CheckKind[]): Generator<Omit<ParsedTarget, 'line'> | null> {
  let found = 0;
  for (const part of partsOf(line)) {
    const pieces = findPieces(part, (word) => readsTarget(word, kinds));
    found += pieces.length;
    for (const { target: text, name } of pieces) {
      for (const parsed of parseTarget(text, kinds)) {
        yield 'problem' in parsed
          ? // The only thing in a line: the person finds the line again as it is.
            { text: pieces.length === 1 && part === line ? line : text, ...parsed }
          : { ...parsed, text, endpoint: name === '' ? parsed.endpoint : { ...parsed.endpoint, name } };
      }
    }
    if (part !== line) yield null;
  }
  if (found === 0) yield { text: line, problem: issueOf('target.invalid', '', {}, { given: line }) };
}

/** The line, or parts of a long one. Cuts only between words. */
function* partsOf(line: string): Generator<string> {
  const space = /\s/gu;
  for (let start = 0; start < line.length;) {
    space.lastIndex = start + PART_LENGTH;
    const end = line.length - start <= PART_LENGTH ? line.length : (space.exec(line)?.index ?? line.length);
    yield line.slice(start, end);
    start = end + 1;
  }
}

/** Reads pasted text as endpoints. */
import type { ParsedTarget } from '../../../contract/channels/endpoints.ts';
import { issueOf } from '../../base/issues.ts';
import type { CheckKind } from '../kind.ts';
import { checkKinds, parseTarget, readsTarget } from '../registry.ts';
import { findPieces, isNoise } from './line.ts';

/** At most this many targets can be added at once. Reading more would block the loop. */
const MAX_TARGETS = 20_000;

/**
 * Reads pasted text line by line: targets, with names, bullets, quotes and punctuation around them. Several targets may be in
 * one line. Skips blank lines, rules and headings of tables, and comments that begin with `#` at the start of a word. The
 * engine decides whether an endpoint exists already (`duplicate`).
 */
export function parseTargets(text: string, kinds: readonly CheckKind[] = checkKinds): ParsedTarget[] {
  return [...targetsIn(text, kinds)];
}

/** `parseTargets` one by one, so that a long text can be read in time slices. */
export function* targetsIn(text: string, kinds: readonly CheckKind[] = checkKinds): Generator<ParsedTarget> {
  let count = 0;
  for (const [index, raw] of text.split(/\r\n|\r|\n/u).entries()) {
    const line = raw.replace(/(^|\s)#.*$/su, '').trim();
    if (line === '' || isNoise(line)) continue;
    for (const one of parseLine(line, kinds)) {
      if (count === MAX_TARGETS) {
        yield { line: index + 1, text: line, problem: issueOf('target.tooMany', '', { max: MAX_TARGETS }) };
        return;
      }
      count += 1;
      yield { line: index + 1, ...one };
    }
  }
}

function* parseLine(line: string, kinds: readonly CheckKind[]): Generator<Omit<ParsedTarget, 'line'>> {
  const pieces = findPieces(line, (word) => readsTarget(word, kinds));
  if (pieces.length === 0) {
    yield { text: line, problem: issueOf('target.invalid', '', {}, { given: line }) };
  }
  for (const { target: text, name } of pieces) {
    for (const parsed of parseTarget(text, kinds)) {
      yield 'problem' in parsed
        ? // The only thing in a line: the person finds the line again as it is.
          { text: pieces.length === 1 ? line : text, ...parsed }
        : { ...parsed, text, endpoint: name === '' ? parsed.endpoint : { ...parsed.endpoint, name } };
    }
  }
}

/** Parses the YAML of lookout.yaml, and finds its fields in the text. */
import { LineCounter, parseDocument, type Document } from 'yaml';
import { locate, parsePath } from '../locate.ts';

/** Lines and columns begin with 1. */
interface Position {
  readonly line: number;
  readonly column: number;
}

export interface ParsedConfig {
  readonly document: Document.Parsed;
  /** Where a character of the text is. */
  readonly at: (offset: number) => Position;
  /** Where a field is, such as `endpoints[3].url`, or else the nearest value around it. */
  readonly positionOf: (path: string) => Position;
}

/** Parses YAML 1.2 (core schema). Errors and warnings are in the document. */
export function parseConfig(text: string): ParsedConfig {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    schema: 'core',
    stringKeys: true,
    // yaml would compare each key with all others, which takes half a minute for 20,000 keys. See `repeatedKeys`.
    uniqueKeys: false,
    // With 'silent', yaml would ignore a second document.
    logLevel: 'error',
  });
  return {
    document,
    at(offset) {
      const { line, col } = lines.linePos(offset);
      return { line, column: col };
    },
    positionOf: (path) => locate(document, lines, parsePath(path)),
  };
}

/** Splits text into commands and words as a POSIX shell does (IEEE 1003.1, 2.2 and 2.3), with `$'…'` of bash. */

export interface Command {
  /** The first line is 1. */
  readonly line: number;
  readonly words: readonly string[];
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '0': '\0', a: '\u0007', b: '\b' };

export function commandsIn(text: string): Command[] {
  const commands: Command[] = [];
  let words: string[] = [];
  let word: string | null = null;
  let line = 1;
  let first = 1;
  let at = 0;

  const endWord = () => {
    if (word !== null) words.push(word);
    word = null;
  };
  const endCommand = () => {
    endWord();
    if (words.length > 0) commands.push({ line: first, words });
    words = [];
  };
  const add = (part: string) => {
    if (word === null && words.length === 0) first = line;
    word = (word ?? '') + part;
  };

  while (at < text.length) {
    const char = text[at] ?? '';
    const rest = text.slice(at, at + 3);
    if (/^[\\^`]\r?\n/u.test(rest)) {
      // A backslash, or the sign of the Windows prompt or PowerShell, continues the line.
      at += rest[1] === '\r' ? 3 : 2;
      line += 1;
    } else if (char === '\n' || char === ';' || char === '|' || char === '&') {
      endCommand();
      at += 1;
      if (char === '\n') line += 1;
    } else if (/\s/u.test(char)) {
      endWord();
      at += 1;
    } else if (char === '#' && word === null) {
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length : end;
    } else if (char === "'" || char === '"' || rest.startsWith("$'")) {
      const isAnsi = char === '$';
      const quote = isAnsi ? "'" : char;
      const { value, end } = quoted(text, at + (isAnsi ? 2 : 1), quote, isAnsi);
      add(value);
      line += text.slice(at, end).split('\n').length - 1;
      at = end;
    } else if (char === '\\') {
      add(text[at + 1] ?? '');
      at += 2;
    } else {
      add(char);
      at += 1;
    }
  }
  endCommand();
  return commands;
}

/** The text up to the closing quote, and the position after it. */
function quoted(text: string, from: number, quote: string, isAnsi: boolean): { value: string; end: number } {
  const parts: string[] = [];
  let at = from;
  while (at < text.length && text[at] !== quote) {
    const char = text[at] ?? '';
    const next = text[at + 1] ?? '';
    if (char === '\\' && isAnsi) {
      const [code, digits] = /^\\(?:u([0-9a-f]{1,4})|x([0-9a-f]{1,2}))/iu.exec(text.slice(at, at + 6)) ?? [];
      if (code === undefined) parts.push(ESCAPES[next] ?? next);
      else parts.push(String.fromCodePoint(Number.parseInt(digits ?? code.slice(2), 16)));
      at += code?.length ?? 2;
    } else if (char === '\\' && quote === '"' && /["\\$`\n]/u.test(next)) {
      if (next !== '\n') parts.push(next);
      at += 2;
    } else {
      parts.push(char);
      at += 1;
    }
  }
  return { value: parts.join(''), end: at + 1 };
}

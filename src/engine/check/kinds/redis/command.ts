/** A command as people type it into redis-cli. */

const WORD = /\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^\s"']+))(?=\s|$)/suy;
const ESCAPE = /\\(?:x([0-9a-f]{2})|(.))/giu;
const CHARACTERS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', a: '\u0007' };

/**
 * Splits a command at white space. Text in double quotes can contain `\n`, `\r`, `\t`, `\b`, `\a`, `\xNN` and `\"`, text in
 * single quotes only `\'`.
 * @returns the command and its arguments; null: there are none, or quotes are not in pairs
 */
export function splitCommand(text: string): readonly Buffer[] | null {
  const words: Buffer[] = [];
  const whole = text.trimEnd();
  WORD.lastIndex = 0;
  while (WORD.lastIndex < whole.length) {
    const match = WORD.exec(whole);
    if (match === null) return null;
    const [, double, single, plain] = match;
    words.push(double === undefined ? Buffer.from(single?.replaceAll("\\'", "'") ?? plain ?? '') : unescape(double));
  }
  return words.length === 0 ? null : words;
}

function unescape(text: string): Buffer {
  const parts: Buffer[] = [];
  let end = 0;
  for (const match of text.matchAll(ESCAPE)) {
    const [escape, hex, letter = ''] = match;
    parts.push(Buffer.from(text.slice(end, match.index)));
    parts.push(hex === undefined ? Buffer.from(CHARACTERS[letter] ?? letter) : Buffer.from(hex, 'hex'));
    end = match.index + escape.length;
  }
  return Buffer.concat([...parts, Buffer.from(text.slice(end))]);
}

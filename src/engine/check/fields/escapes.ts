/** Text with escape sequences, so that a single line of a form can contain any bytes. */

const ESCAPE = /\\(?:x([0-9a-f]{2})|([\s\S]?))/giu;
const CHARACTERS: Readonly<Record<string, string>> = { r: '\r', n: '\n', t: '\t', '0': '\0', '\\': '\\' };

/**
 * Reads `\r`, `\n`, `\t`, `\0`, `\\` and `\xNN` (a byte in hexadecimal). All other text becomes UTF-8.
 * @returns null when a backslash begins anything else
 */
export function unescape(text: string): Buffer | null {
  const parts: Buffer[] = [];
  let end = 0;
  for (const match of text.matchAll(ESCAPE)) {
    const [whole, hex, letter] = match;
    const character = CHARACTERS[letter ?? ''];
    if (hex === undefined && character === undefined) return null;
    parts.push(Buffer.from(text.slice(end, match.index)));
    parts.push(hex === undefined ? Buffer.from(character ?? '') : Buffer.from(hex, 'hex'));
    end = match.index + whole.length;
  }
  parts.push(Buffer.from(text.slice(end)));
  return Buffer.concat(parts);
}

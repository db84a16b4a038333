import { expect, test } from 'vitest';
import { printable, printableJson } from './io.ts';

const UNSAFE = ['\u007f', '\u0080', '\u009b', '\u009f', '\u2028', '\u2029', '\u202a', '\u202e', '\u2066', '\u2069'];
const CONTROLS = ['\u0000', '\u0007', '\n', '\u001b'];
const SAFE = ['a', 'é', '\u00a0', '日', '👍', '\u200d', '•'];

test('text for a terminal has no control character and no change of direction', () => {
  for (const character of [...UNSAFE, ...CONTROLS]) expect(printable(`a${character}b`)).toBe('a\ufffdb');
  for (const character of SAFE) expect(printable(character)).toBe(character);
});

test('JSON for a terminal has the same characters escaped, and is the same value', () => {
  for (const character of [...UNSAFE, ...CONTROLS]) {
    const json = printableJson({ text: character });
    expect(json).toMatch(/^\{\n {2}"text": "[ -~]+"\n\}$/u);
    expect(JSON.parse(json)).toEqual({ text: character });
  }
  for (const character of SAFE) expect(printableJson(character)).toBe(`"${character}"`);
});

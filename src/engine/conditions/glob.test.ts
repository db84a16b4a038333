import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesGlob, parseGlob } from './glob.ts';

const matches = (pattern: string, text: string): boolean | null => {
  const glob = parseGlob(pattern);
  return glob === null ? null : matchesGlob(glob, text);
};

describe('patterns', () => {
  it.each([
    ['a*', 'abc', true],
    ['a*c', 'abcbc', true],
    ['*b*', 'abc', true],
    ['a*d', 'abc', false],
    ['?', '', false],
    ['?', '🙂', true],
    ['[a-c]x', 'bx', true],
    ['[^a]', 'b', true],
    ['[^a]', 'a', false],
    ['[a\\]]', ']', true],
    [String.raw`a\*`, 'a*', true],
    [String.raw`a\*`, 'ab', false],
    ['', '', true],
    ['**', 'anything', true],
    ['[a', 'a', null],
    ['[]a]', ']', null],
    ['[a-', 'a', null],
    ['[-a]', 'a', null],
    ['a\\', 'a', null],
  ])('%s and %s: %s', (pattern, text, outcome) => expect(matches(pattern, text)).toBe(outcome));

  it('match a text that is written the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(matches(text.replace(/[*?[\\]/gu, String.raw`\$&`), text)).toBe(true);
      }),
    );
  });

  it('take at most as many steps as the length of the pattern times that of the text', () => {
    let steps = 0;
    const glob = parseGlob(`${'*a'.repeat(50)}b`);
    const counted = {
      parts: (glob?.parts ?? []).map((part) =>
        part.type === 'star' ? part : { ...part, matches: (c: string) => ((steps += 1), part.matches(c)) },
      ),
    };
    expect(matchesGlob(counted, 'a'.repeat(2000))).toBe(false);
    expect(steps).toBeGreaterThan(1000);
    expect(steps).toBeLessThanOrEqual(2000 * 101);
  });
});

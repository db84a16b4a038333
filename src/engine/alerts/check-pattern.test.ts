import { describe, expect, test } from 'vitest';
import { parsePattern, showsPattern, type PatternCheck } from './check-pattern.ts';

const took = (...durations: readonly (number | 'failed' | 'unknown')[]): PatternCheck[] =>
  durations.map((one) =>
    typeof one === 'number'
      ? { verdict: 'up', durationMs: one }
      : { verdict: one === 'failed' ? 'down' : one, durationMs: 5 },
  );

function shows(text: string, checks: readonly PatternCheck[], goesOn = false): boolean {
  const pattern = parsePattern(text);
  if (pattern === null) throw new Error(`${text} is no pattern`);
  return showsPattern(pattern, checks, goesOn);
}

describe('a number of the last checks', () => {
  test('counts failed ones, wherever they are among the last', () => {
    expect(shows('3 of 5', took('failed', 1, 'failed', 1, 'failed'))).toBe(true);
    expect(shows('3 of 5', took('failed', 1, 1, 'failed', 1, 'failed'))).toBe(false);
    expect(shows('1 of 60', took('failed'))).toBe(true);
  });

  test('skips checks that this machine could not judge', () => {
    expect(shows('2 of 2', took('failed', 'unknown', 'failed', 'unknown'))).toBe(true);
  });
});

describe('a sequence', () => {
  test('looks at the last checks, oldest first', () => {
    expect(shows('<10,<10,>100,>100', took(500, 3, 9, 101, 200))).toBe(true);
    expect(shows('<10,<10,>100,>100', took(3, 11, 101, 200))).toBe(false);
    expect(shows('<10,<10,>100,>100', took(9, 101, 200))).toBe(false);
    expect(shows('<=10, >=0.1s', took(10, 100))).toBe(true);
  });

  test('counts a failed check as slower than any limit', () => {
    expect(shows('<10,>100', took(3, 'failed'))).toBe(true);
    expect(shows('failed,ok,*', took('failed', 900, 1))).toBe(true);
    expect(shows('<10', took('failed'))).toBe(false);
  });

  test('lasts as long as each check matches its last part', () => {
    expect(shows('<10,>100', took(200, 300), true)).toBe(true);
    expect(shows('<10,>100', took(200, 50), true)).toBe(false);
  });
});

test.each(['', '0 of 5', '6 of 5', '1 of 61', '3 of', '<10,', '=10', '<ten', 'down', '<10;>5'])(
  '%j is no pattern',
  (text) => {
    expect(parsePattern(text)).toBeNull();
  },
);

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DURATION_PATTERN, exampleDuration, writeDuration, parseDuration } from './duration.ts';

describe('parseDuration', () => {
  it.each([
    ['30s', 30_000],
    ['1m30s', 90_000],
    ['1m 30s', 90_000],
    ['500ms', 500],
    [' 1.5 h ', 5_400_000],
    ['2d', 172_800_000],
    ['3 min 20 s', 200_000],
    ['0s', 0],
    [250, 250],
    [0.6, 1],
  ])('reads %s', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each([
    '',
    '30',
    's',
    'soon',
    '1m30',
    '1e3s',
    '-1s',
    '1x',
    '1s1',
    '1 000ms',
    'PT1S',
    '9'.repeat(90) + 'd',
    '1s'.repeat(100),
    -1,
    Number.NaN,
  ])('does not accept %s as a duration', (text) => {
    expect(parseDuration(text)).toBeNull();
  });

  it('reads what writeDuration writes', () => {
    fc.assert(
      fc.property(fc.nat({ max: Number.MAX_SAFE_INTEGER }), (ms) => {
        const text = writeDuration(ms);
        expect(text).toMatch(new RegExp(DURATION_PATTERN, 'u'));
        expect(parseDuration(text)).toBe(ms);
      }),
    );
  });

  it('never throws, and returns whole milliseconds or null', () => {
    const nearly = fc.stringMatching(/^[0-9. smhd]{0,40}$/u);
    fc.assert(
      fc.property(fc.oneof(fc.string(), nearly, fc.double()), (value) => {
        const ms = parseDuration(value);
        expect(ms === null || (Number.isInteger(ms) && ms >= 0)).toBe(true);
      }),
    );
  });
});

describe('writeDuration', () => {
  it.each([
    [0, '0s'],
    [1, '1ms'],
    [90_000, '1m30s'],
    [90_061_001, '1d1h1m1s1ms'],
    [499.6, '500ms'],
  ])('writes %s', (ms, text) => {
    expect(writeDuration(ms)).toBe(text);
  });
});

it('gives an example of a duration that is within the range', () => {
  const end = fc.integer({ min: 0, max: 400 * 86_400_000 });
  fc.assert(
    fc.property(end, end, (a, b) => {
      const [min, max] = [Math.min(a, b), Math.max(a, b)];
      const example = exampleDuration([min, max]);
      expect(example >= min && example <= max).toBe(true);
    }),
  );
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAcceptedStatus } from './accepted-status.ts';

describe('parseAcceptedStatus', () => {
  it('reads codes and ranges', () => {
    const accepts = parseAcceptedStatus('200-299, 301,404 - 404');
    const accepted = [199, 200, 299, 300, 301, 404, 405].filter((status) => accepts?.(status));
    expect(accepted).toEqual([200, 299, 301, 404]);
  });

  it.each([
    '',
    ',',
    '200,',
    '20',
    '2000',
    '099',
    '299-200',
    '200-',
    '-200',
    '200..299',
    '2xx',
    '200 299',
    '200-299-300',
  ])('refuses %j', (text) => {
    expect(parseAcceptedStatus(text)).toBeNull();
  });

  it('accepts exactly the statuses in a list of ranges', () => {
    const code = fc.integer({ min: 100, max: 999 });
    const range = fc.tuple(code, code).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
    fc.assert(
      fc.property(
        fc.array(range, { minLength: 1, maxLength: 10 }),
        fc.integer({ min: 0, max: 1_100 }),
        (ranges, status) => {
          const text = ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(',');
          const expected = ranges.some(([from, to]) => status >= from && status <= to);
          expect(parseAcceptedStatus(text)?.(status)).toBe(expected);
        },
      ),
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => parseAcceptedStatus(text)).not.toThrow();
      }),
    );
  });
});

import { describe, expect, test } from 'vitest';
import { areaPath, linePath, type PathPoint } from './svg-paths.ts';

const points = (...values: readonly (number | null)[]): readonly PathPoint[] =>
  values.map((y, index) => ({ x: index * 10, y }));

describe('a line', () => {
  test('goes through its points and breaks where there is none', () => {
    expect(linePath(points(1, 2.26, null, 4, 5))).toBe('M0 1L10 2.3M30 4L40 5');
  });

  test('of nothing is nothing', () => {
    expect(linePath([])).toBe('');
    expect(linePath(points(null, null))).toBe('');
  });
});

describe('an area', () => {
  test('is between two lines', () => {
    expect(areaPath(points(1, 2), points(5, 6))).toBe('M0 1L10 2L10 6L0 5Z');
  });

  test('breaks where either line does', () => {
    expect(areaPath(points(1, 2, null, 4, 5, 6), points(9, 9, 9, 9, null, 9))).toBe(
      'M0 1L10 2L10 9L0 9ZM30 4L30 9ZM50 6L50 9Z',
    );
    expect(areaPath([], [])).toBe('');
  });
});

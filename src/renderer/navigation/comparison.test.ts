import { expect, test } from 'vitest';
import { comparisonOf, readComparison, writeComparison, type Comparison } from './comparison.ts';

test.each<[string, Comparison]>([
  ['two endpoints', comparisonOf(['a', 'b'])],
  ['ids with signs of an address in them', comparisonOf(['a,b', 'c&d=e', 'f%g', '#?/'])],
  ['a group', comparisonOf([], { group: 'Web & shop, 50 %' })],
  ['endpoints without a group', comparisonOf([], { group: '' })],
  ['a time', comparisonOf(['a'], { view: { type: 'fixed', from: 1000, to: 9000 } })],
  ['everything', comparisonOf(['a'], { value: 'relative', ghost: 'lastWeek', layout: 'multiples' })],
  ['a group in one chart', comparisonOf([], { group: 'g', layout: 'one', view: { type: 'last', ms: 60_000 } })],
])('reads the address that it wrote: %s', (_, comparison) => {
  expect(readComparison(writeComparison(comparison))).toEqual(comparison);
});

test('writes only what is not at its default', () => {
  expect(writeComparison(comparisonOf(['a', 'b']))).toBe('ids=a,b');
  expect(writeComparison(comparisonOf(['a'], { ghost: 'yesterday' }))).toBe('ids=a&ghost=yesterday');
});

test('more endpoints than one chart can show are small charts', () => {
  expect(comparisonOf(['1', '2', '3', '4', '5', '6', '7', '8']).layout).toBe('one');
  expect(comparisonOf(['1', '2', '3', '4', '5', '6', '7', '8', '9']).layout).toBe('multiples');
});

test.each([
  ['', comparisonOf([])],
  ['ids=a,,a,b', comparisonOf(['a', 'b'])],
  ['ids=50%,a', comparisonOf(['50%', 'a'])],
  ['ids=a&ghost=tomorrow&value=odd&layout=round&from=9&to=1', comparisonOf(['a'])],
])('reads "%s" as far as it can', (query, comparison) => expect(readComparison(query)).toEqual(comparison));

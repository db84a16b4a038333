import { expect, it } from 'vitest';
import { roughly } from './news.ts';

it('tells a duration in at most two units', () => {
  const cases: [number, string][] = [
    [0, '1 s'],
    [42_000, '42 s'],
    [60_000, '1 min'],
    [192_000, '3 min 12 s'],
    [7_500_000, '2 h 5 min'],
    [86_400_000, '1 d'],
    [4 * 86_400_000 + 3_700_000, '4 d 1 h'],
  ];
  expect(cases.map(([ms]) => roughly(ms))).toEqual(cases.map(([, text]) => text));
});

import { expect, it } from 'vitest';
import { sampleOf } from './mutate-sample.mjs';

/** @param {number} line */
const changeAt = (line) => ({
  fileName: 'a.ts',
  mutatorName: 'Condition',
  replacement: 'true',
  location: { start: { line, column: 0 }, end: { line, column: 5 } },
});
const CHANGES = Array.from({ length: 200 }, (_, line) => changeAt(line));

it('samples changes from the whole file, in its order, and the same ones each time', () => {
  const sample = sampleOf(CHANGES, 20);
  expect(sample).toHaveLength(20);
  expect(sample).toEqual(CHANGES.filter((change) => sample.includes(change)));
  expect(sample[0]?.location.start.line).toBeLessThan(60);
  expect(sample.at(-1)?.location.start.line).toBeGreaterThan(140);
  expect(sampleOf(CHANGES.map((change) => ({ ...change })).toReversed(), 20).toReversed()).toEqual(sample);
});

it('samples all changes of a file with few', () => {
  expect(sampleOf(CHANGES.slice(0, 3), 20)).toEqual(CHANGES.slice(0, 3));
});

import { expect, test } from 'vitest';
import { historyPath } from './history-path.ts';

const box = { from: 0, to: 100, floor: 10, width: 200, height: 36 };

test('draws from left to right, 0 at the bottom, the highest at the top', () => {
  const { line, area } = historyPath(
    [
      { at: 0, value: 0 },
      { at: 50, value: 20 },
      { at: 100, value: 10 },
    ],
    box,
  );
  expect(line).toBe('M0 35.25L100 0.75L200 18');
  expect(area).toBe(`${line}L200 36L0 36Z`);
});

test('small values stay low: the scale reaches at least the floor', () => {
  expect(historyPath([{ at: 50, value: 1 }], box).line).toBe('M100 31.8');
});

test('shows only the time of the chart, and is empty without readings', () => {
  expect(historyPath([{ at: -1, value: 5 }], box)).toEqual({ line: '', area: '' });
  expect(historyPath([], box)).toEqual({ line: '', area: '' });
});

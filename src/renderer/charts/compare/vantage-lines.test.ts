import { expect, test } from 'vitest';
import { vantageColor, vantageLines, vantageRows } from './vantage-lines.ts';

const history = {
  vantage: 'site-a',
  step: 10,
  at: [0, 10, 20, 40],
  durationMs: [5, 6, null, 7],
  verdict: ['up', 'up', 'down', 'up'],
} as const;

test('each vantage point is a line with a gap where it was not up', () => {
  const [line, other] = vantageLines([history, { ...history, vantage: 'site-b' }]);
  expect([line?.name, other?.name]).toEqual(['site-a', 'site-b']);
  expect(line?.rows?.map(({ x, value, down }) => [x, value, down])).toEqual([
    [5, 5, 0],
    [15, 6, 0],
    [25, null, 1],
    [45, 7, 0],
  ]);
  expect(line?.color).not.toBe(other?.color);
  expect(vantageColor(8)).toBe(vantageColor(0));
});

test('points with the same verdict are one span, and missing points are gaps', () => {
  const [row] = vantageRows([history]);
  expect(row?.history?.spans).toEqual([
    { state: 'up', from: 0, to: 20 },
    { state: 'down', from: 20, to: 30 },
    { state: 'up', from: 40, to: 50 },
  ]);
});

test('a vantage point without samples has no spans', () => {
  const [row] = vantageRows([{ ...history, at: [], durationMs: [], verdict: [] }]);
  expect(row?.history).toMatchObject({ spans: [], open: false });
});

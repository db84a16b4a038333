import { describe, expect, test } from 'vitest';
import { marks, placeMarks } from './marks.ts';
import { rowFromCheck } from './rows.ts';
import type { Verdict } from '../../contract/model/check.ts';

function rows(verdicts: readonly (readonly [at: number, verdict: Verdict])[]) {
  return verdicts.map(([at, verdict]) => rowFromCheck({ at, durationMs: 1, phases: {}, verdict, failure: null }));
}

describe('marks', () => {
  test('an outage is one mark with its count; a success ends it', () => {
    const list = rows([
      [0, 'up'],
      [10, 'down'],
      [20, 'down'],
      [30, 'up'],
      [40, 'down'],
    ]);
    expect(marks(list, 'down', 1000)).toEqual([
      { kind: 'down', from: 10, to: 20, count: 2 },
      { kind: 'down', from: 40, to: 40, count: 1 },
    ]);
  });

  test('does not claim a failure for a time in which nobody looked', () => {
    const list = rows([
      [10, 'down'],
      [500, 'down'],
    ]);
    expect(marks(list, 'down', 100)).toHaveLength(2);
  });

  test('unknown is a kind of its own', () => {
    const list = rows([
      [10, 'unknown'],
      [20, 'down'],
      [30, 'unknown'],
    ]);
    expect(marks(list, 'unknown', 100).map((mark) => mark.from)).toEqual([10, 30]);
    expect(marks(list, 'down', 100)).toHaveLength(1);
  });
});

describe('placeMarks', () => {
  const plot = { from: 0, to: 1000, left: 50, width: 500 };

  test('is never too thin to be seen, and stays inside the plot', () => {
    const [first, last] = placeMarks(
      [
        { kind: 'down', from: 0, to: 0, count: 1 },
        { kind: 'down', from: 1000, to: 1000, count: 1 },
      ],
      plot,
    );
    expect(first?.left).toBe(50);
    expect(first?.width).toBeGreaterThan(0);
    expect((last?.left ?? 0) + (last?.width ?? 0)).toBeLessThanOrEqual(550);
    expect(placeMarks([{ kind: 'down', from: 500, to: 500, count: 1 }], plot)).toMatchObject([
      { left: 298.5, width: 3, labelled: false },
    ]);
  });

  test('joins what would touch, and adds the counts', () => {
    const close = [500, 502, 504].map((at) => ({ kind: 'down' as const, from: at, to: at, count: 1 }));
    expect(placeMarks(close, plot)).toMatchObject([{ count: 3, labelled: true }]);
  });

  test('leaves out what is outside, and cuts what reaches in', () => {
    expect(placeMarks([{ kind: 'down', from: -500, to: -100, count: 3 }], plot)).toEqual([]);
    expect(placeMarks([{ kind: 'down', from: -500, to: 100, count: 3 }], plot)).toMatchObject([
      { left: 50, width: 50 },
    ]);
  });
});

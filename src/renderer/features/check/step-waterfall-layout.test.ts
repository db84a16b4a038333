import { expect, it } from 'vitest';
import { stepBars } from './step-waterfall-layout.ts';

const phases = [
  { name: 'connect', label: 'Connect', color: 'blue' },
  { name: 'wait', label: 'Wait', color: 'green' },
];

it('places each step after the previous one, and divides its bar into its phases', () => {
  const first = { number: 1, name: 'Sign in', startMs: 0, durationMs: 40, outcome: 'passed' } as const;
  const second = { number: 2, name: 'Cart', startMs: 60, durationMs: 40, outcome: 'failed' } as const;
  const bars = stepBars([{ ...first, phases: { wait: 30, connect: 10 } }, second], phases);
  expect(bars.map(({ start, share }) => [start, share])).toEqual([
    [0, 0.4],
    [0.6, 0.4],
  ]);
  expect(bars[0]?.segments).toEqual([
    { name: 'connect', color: 'blue', share: 0.25 },
    { name: 'wait', color: 'green', share: 0.75 },
  ]);
  expect(bars[1]?.segments).toEqual([]);
});

it('has no bars where no time passed', () => {
  const skipped = { number: 1, name: 'a', startMs: 0, durationMs: 0, outcome: 'skipped' } as const;
  expect(stepBars([skipped], phases)).toMatchObject([{ start: 0, share: 0 }]);
  expect(stepBars([], phases)).toEqual([]);
});

import { expect, test } from 'vitest';
import type { PageTime } from '../detail/range/use-viewport.ts';
import { ghostShift, ghostTime } from './ghost-time.ts';

const HOUR = 3_600_000;
const NOON = new Date(2026, 10, 18, 12).getTime();

test.each([
  ['none', new Date(2026, 10, 18, 12)],
  ['yesterday', new Date(2026, 10, 17, 12)],
  ['lastWeek', new Date(2026, 10, 11, 12)],
] as const)('%s is the same hour of that day', (ghost, day) => {
  expect(NOON - ghostShift(ghost, NOON)).toBe(day.getTime());
});

test('noon of the day before a change of the clock is noon there, in every time zone', () => {
  for (let day = 1; day <= 365; day += 1) {
    const noon = new Date(2026, 0, day, 12).getTime();
    expect(noon - ghostShift('yesterday', noon)).toBe(new Date(2026, 0, day - 1, 12).getTime());
  }
});

test('the time of a ghost covers the view, and stays while a live view moves on by a second', () => {
  const at = (to: number) =>
    ({
      span: { from: to - HOUR, to },
      settled: { from: to - HOUR, to },
      inGesture: false,
      moves: true,
    }) as unknown as PageTime;
  const one = ghostTime(at(NOON + 2000), 24 * HOUR);
  expect(one.settled.from).toBeLessThanOrEqual(NOON + 2000 - 25 * HOUR);
  expect(one.settled.to).toBeGreaterThan(NOON + 2000 - 24 * HOUR);
  expect(ghostTime(at(NOON + 3000), 24 * HOUR).settled).toEqual(one.settled);
  expect(one.moves).toBe(false);
});

test('during a gesture, the ghost moves with the view', () => {
  const moved = { from: NOON - 5 * HOUR, to: NOON - 4 * HOUR };
  const time = { span: moved, settled: { from: NOON - HOUR, to: NOON }, inGesture: true } as unknown as PageTime;
  expect(ghostTime(time, 24 * HOUR).span).toEqual({ from: moved.from - 24 * HOUR, to: moved.to - 24 * HOUR });
});

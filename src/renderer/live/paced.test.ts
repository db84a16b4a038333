import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { paced } from './paced.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('runs at once, then at most once per interval, and always after the last call', () => {
  const act = vi.fn<() => void>();
  const { run } = paced(1000, act);
  run();
  expect(act).toHaveBeenCalledTimes(1);
  for (let call = 0; call < 5; call += 1) run();
  vi.advanceTimersByTime(999);
  expect(act).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1);
  expect(act).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(5000);
  expect(act).toHaveBeenCalledTimes(2);
  run();
  expect(act).toHaveBeenCalledTimes(3);
});

test('runs nothing after it was canceled', () => {
  const act = vi.fn<() => void>();
  const { run, cancel } = paced(1000, act);
  run();
  run();
  cancel();
  vi.advanceTimersByTime(5000);
  expect(act).toHaveBeenCalledTimes(1);
});

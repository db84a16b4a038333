import { act, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { useRotation } from './use-rotation.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function start(first: readonly string[]) {
  const hook = renderHook(({ keys }) => useRotation(keys, 5), { initialProps: { keys: first } });
  let keys = first;
  return {
    ...hook,
    shown: () => keys[hook.result.current.index],
    setKeys: (next: readonly string[]) => {
      keys = next;
      hook.rerender({ keys: next });
    },
    wait: (ms: number) => {
      act(() => {
        vi.advanceTimersByTime(ms);
      });
    },
  };
}

test('each screen has its time, and after the last one the first follows', () => {
  const { shown, wait } = start(['a', 'b']);
  expect(shown()).toBe('a');
  wait(4999);
  expect(shown()).toBe('a');
  wait(1);
  expect(shown()).toBe('b');
  wait(5000);
  expect(shown()).toBe('a');
});

test('a screen stays for its time when others move before it or behind it, and then the next one follows', () => {
  const { shown, setKeys, wait } = start(['a', 'b', 'c']);
  wait(5000);
  expect(shown()).toBe('b');
  wait(2000);
  setKeys(['c', 'a', 'b']);
  expect(shown()).toBe('b');
  wait(2999);
  expect(shown()).toBe('b');
  wait(1);
  expect(shown()).toBe('c');
  setKeys(['a', 'b', 'c']);
  expect(shown()).toBe('c');
});

test('where a screen is gone, the one that took its place is shown', () => {
  const { shown, setKeys, wait } = start(['a', 'b', 'c']);
  wait(5000);
  setKeys(['a', 'c']);
  expect(shown()).toBe('c');
});

test('keys move to the next and the previous screen, which has its whole time, and pausing stops the rotation', () => {
  const { result, shown, wait } = start(['a', 'b', 'c']);
  wait(4000);
  act(() => result.current.go(1));
  wait(4000);
  expect(shown()).toBe('b');
  act(() => result.current.go(-1));
  act(() => result.current.go(-1));
  expect(shown()).toBe('c');
  act(() => result.current.togglePause());
  wait(60_000);
  expect(shown()).toBe('c');
  act(() => result.current.restart());
  expect(shown()).toBe('a');
});

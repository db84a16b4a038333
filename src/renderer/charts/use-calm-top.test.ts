import { renderHook } from '@testing-library/react';
import { expect, test } from 'vitest';
import { linearScale, logScale } from './scale.ts';
import { calmTop, useSameScale } from './use-calm-top.ts';

test('the scale grows at once, and shrinks only when much of it is empty', () => {
  expect(calmTop(100, 101)).toBe(101);
  expect(calmTop(100, 60)).toBe(100);
  expect(calmTop(100, 44)).toBe(44);
  expect(calmTop(0, 0)).toBe(0);
});

test('the axis stays the same object as long as it looks the same', () => {
  const { result, rerender } = renderHook(({ scale }) => useSameScale(scale), {
    initialProps: { scale: linearScale(181) },
  });
  const first = result.current;
  rerender({ scale: linearScale(193) });
  expect(result.current).toBe(first);
  rerender({ scale: linearScale(420) });
  expect(result.current.top).toBe(600);
  rerender({ scale: logScale(1, 420) });
  expect(result.current.log).toBe(true);
});

import { renderHook } from '@testing-library/react';
import { expect, test } from 'vitest';
import { linearScale, logScale } from './scale.ts';
import { useSameScale } from './use-calm-top.ts';

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

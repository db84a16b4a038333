import { cleanup, renderHook } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { phaseLooks } from '../../charts/data/phase-look.ts';
import { useMeasuredPhases } from './use-phases.ts';

afterEach(cleanup);

const looks = phaseLooks([
  { name: 'auth', label: 'Access token', role: 'authenticate' },
  { name: 'dns', label: 'DNS', role: 'resolve' },
  { name: 'wait', label: 'Wait', role: 'wait' },
]);
const row = (phases: Readonly<Record<string, number | null>> | null) => ({ phases });

test('only phases that were measured are shown, in a list that stays the same', () => {
  const { result, rerender } = renderHook(({ rows }) => useMeasuredPhases(looks, rows), {
    initialProps: { rows: [row(null), row({ dns: 0, wait: 5, auth: null }), row({ wait: 7 })] },
  });
  expect(result.current.map(({ name }) => name)).toEqual(['dns', 'wait']);
  const before = result.current;
  rerender({ rows: [row({ dns: 1, wait: 6 })] });
  expect(result.current).toBe(before);
  rerender({ rows: [row({ auth: 3, dns: 1, wait: 6 })] });
  expect(result.current).toEqual(looks);
});

test('while nothing was measured, all phases of the kind are shown', () => {
  // The only check may have been disturbed.
  for (const rows of [null, [], [row(null)]]) {
    const { result } = renderHook(() => useMeasuredPhases(looks, rows));
    expect(result.current).toEqual(looks);
  }
});

import { describe, expect, test } from 'vitest';
import type { CheckSummary, Verdict } from '../../../../contract/model/check.ts';
import { reasonsOf, runAt, tableItems, type TableItem } from './check-runs.ts';

const check = (at: number, verdict: Verdict): CheckSummary => ({
  at,
  durationMs: 1,
  phases: {},
  verdict,
  disturbed: false,
  swallowed: null,
  failure: null,
});
/** Checks, newest first: `u` up, `d` down, `?` unknown. */
const list = (text: string) =>
  text
    .split('')
    .map((letter, index) => check(text.length - index, letter === 'd' ? 'down' : letter === '?' ? 'unknown' : 'up'));
const shape = (items: readonly TableItem[]) =>
  items.map((item) =>
    item.type === 'check' ? item.check.at : `${item.run.from}-${item.run.to}${item.open ? ' open' : ''}`,
  );

describe('tableItems', () => {
  test('collapses failures in a row, three or more, and leaves everything else as it is', () => {
    expect(shape(tableItems(list('uddduddu????d'), new Set(), false))).toEqual([13, '10-12', 9, 8, 7, 6, '2-5', 1]);
  });

  test('an open run stays open while it grows and while older checks are loaded', () => {
    expect(shape(tableItems(list('ddd'), new Set([1]), true))).toEqual(['1-3 open', 3, 2, 1]);
    expect(shape(tableItems(list('ddddd'), new Set([2]), true))).toEqual(['1-5 open', 5, 4, 3, 2, 1]);
  });

  test('shows that a run continues beyond the list', () => {
    const cut = (hasOlder: boolean) =>
      tableItems(list('uddd'), new Set(), hasOlder).flatMap((item) => (item.type === 'run' ? [item.run.cut] : []));
    expect(cut(true)).toEqual([true]);
    expect(cut(false)).toEqual([false]);
  });

  test('finds the run of a check', () => {
    const items = tableItems(list('uddduddd'), new Set(), false);
    expect(runAt(items, 2)?.to).toBe(3);
    expect(runAt(items, 4)).toBeUndefined();
    expect(runAt(items, null)).toBeUndefined();
  });
});

test('reasonsOf counts the reasons of the checks of a run, the most frequent first', () => {
  const checks = list('dddd');
  expect(reasonsOf({ checks }, ({ at }) => (at === 3 ? 'Timeout.' : 'Status 503.'))).toEqual([
    { sentence: 'Status 503.', count: 3 },
    { sentence: 'Timeout.', count: 1 },
  ]);
});

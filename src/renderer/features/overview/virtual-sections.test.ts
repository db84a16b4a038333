import { describe, expect, test } from 'vitest';
import type { ListRow } from './list-rows.ts';
import { ROW_HEIGHTS, layOut, placeRows } from './virtual-sections.ts';

const heights = ROW_HEIGHTS.comfortable;

function rowsFrom(text: string): readonly ListRow[] {
  return text
    .split('')
    .map((letter): ListRow =>
      letter === letter.toUpperCase()
        ? { type: 'group', key: `group ${letter}`, by: 'group', group: letter, collapsed: false }
        : { type: 'endpoint', key: letter, id: letter },
    );
}

function place(text: string, first: number, last: number) {
  const rows = rowsFrom(text);
  return placeRows(rows, layOut(rows, heights), first, last).map(({ header, rows: placed, ...place }) => ({
    header: header?.row.key ?? null,
    rows: placed.map(({ row }) => row.key).join(''),
    ...place,
  }));
}

describe('sections', () => {
  test('have their header also when it has scrolled away', () => {
    expect(place('AabcBde', 2, 5)).toEqual([
      { key: 'group A', header: 'group A', rows: 'bc', top: 0, height: 34 + 3 * 46 },
      { key: 'group B', header: 'group B', rows: 'd', top: 34 + 3 * 46, height: 34 + 2 * 46 },
    ]);
  });

  test('out of sight are not rendered', () => {
    expect(place('AaBbCc', 2, 3).map(({ key }) => key)).toEqual(['group B']);
  });

  test('is one without groups', () => {
    expect(place('abcd', 1, 2)).toEqual([{ key: 'all', header: null, rows: 'bc', top: 0, height: 4 * 46 }]);
  });

  test('place rows from the top of their section', () => {
    const rows = rowsFrom('AabBc');
    const [, second] = placeRows(rows, layOut(rows, heights), 0, 4);
    expect(second?.rows.map(({ top, index }) => [top, index])).toEqual([[34, 4]]);
    expect(layOut(rows, heights).height).toBe(2 * 34 + 3 * 46);
  });

  test('of an empty list are none', () => expect(place('', 0, -1)).toEqual([]));
});

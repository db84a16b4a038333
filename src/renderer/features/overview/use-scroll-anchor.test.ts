import { expect, test } from 'vitest';
import type { ListRow } from './list-rows.ts';
import { shiftOfRows, type LaidOut } from './use-scroll-anchor.ts';
import { layOut, ROW_HEIGHTS } from './virtual-sections.ts';

const heights = ROW_HEIGHTS.comfortable;
const ROW = heights.row;

/** Lower case: an endpoint; upper case: the header of a group. */
function laidOut(text: string): LaidOut {
  const rows = Array.from(text, (letter): ListRow => {
    const isGroup = letter === letter.toUpperCase();
    return isGroup
      ? { type: 'group', key: letter, by: 'group', group: letter, collapsed: false }
      : { type: 'endpoint', key: letter, id: letter };
  });
  return { rows, layout: layOut(rows, heights) };
}

test.each([
  ['a row above is removed', 'abcdefgh', 'acdefgh', -ROW],
  ['rows above are added', 'cdefgh', 'abcdefgh', 2 * ROW],
  ['a row below is removed', 'abcdefgh', 'abcdefg', 0],
  ['the first row in sight is removed, and the next one stays', 'abcdefgh', 'abdefgh', -ROW],
  ['a group above is removed with its header', 'AabBcdefgh', 'Bcdefgh', -heights.group - 2 * ROW],
  ['rows change their order', 'abcdefgh', 'hbcdefga', 0],
  ['no row in sight is left', 'abcdefgh', 'ab', 0],
])('when %s, the list scrolls along', (_, before, after, shift) => {
  // The third row is the first visible one, and only a part of it is visible.
  expect(shiftOfRows(laidOut(before), laidOut(after), 2 * ROW + 10)).toBe(shift);
});

test('at the top of the list, added rows become visible', () => {
  expect(shiftOfRows(laidOut('bcd'), laidOut('abcd'), 0)).toBe(0);
});
